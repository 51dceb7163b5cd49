"""`tongban migrate`: tables, then the deploy steps of the apps (built-in roles, shipped processes)."""

import argparse
import sys
from collections.abc import Sequence

from django.core.management import call_command

from tongban.kernel.deploy import deploy
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban migrate", description="升级数据库结构，写入内置角色和流程").parse_args(argv)
    migrate()
    sys.stdout.write("数据库结构已是最新。\n")
    return 0


def migrate() -> None:
    """Bring the database to this code. A second time changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    deploy(at=now())
