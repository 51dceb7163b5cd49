"""`tongban migrate`: tables, then the deploy steps of the apps (built-in roles, shipped processes)."""

import argparse
import sys
from collections.abc import Sequence

from tongban.config.migrating import migrate


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban migrate", description="升级数据库结构，写入内置角色和流程").parse_args(argv)
    migrate()
    sys.stdout.write("数据库结构已是最新。\n")
    return 0
