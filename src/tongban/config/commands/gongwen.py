"""`tongban gongwen check SOURCE`: does a draft keep the rules of format and routing? No database is needed."""

from collections.abc import Sequence

from tongban.kernel.now import now
from tongban.lib.gongwen import command


def main(argv: Sequence[str]) -> int:
    return command.main(argv, fonts=[], at=now())
