"""`tongban reindex`: make the index of search anew from what is stored, best at a quiet hour."""

import argparse
import sys
from collections.abc import Sequence

from tongban.foundation.search.api import reindex


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban reindex", description="重建搜索索引").parse_args(argv)
    done: dict[str, int] = {}
    for kind, count in reindex():
        done[kind] = count
    sys.stdout.write("".join(f"{kind} {count}\n" for kind, count in done.items()) + "搜索索引已重建。\n")
    return 0
