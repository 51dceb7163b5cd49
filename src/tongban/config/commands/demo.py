"""`tongban demo`: more demo data into an installation that runs on demo data."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec


def main(argv: Sequence[str]) -> int:
    """The builder is a package of its own, which an installation in earnest may leave away."""
    if find_spec("tongban.demo") is None:
        sys.stderr.write("这个安装不带演示数据。\n")
        return 1
    return int(import_module("tongban.demo.command").main(argv))
