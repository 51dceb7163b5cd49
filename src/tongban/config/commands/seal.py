"""`tongban seal make|sign`: sample seals with software keys, and files sealed with them. No database is needed."""

from collections.abc import Sequence

from tongban.config.commands.typeset import fonts
from tongban.kernel.now import now
from tongban.lib.edoc import command
from tongban.lib.edoc.command import Refused
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.impression import appearance_pdf, draw_star_seal


def main(argv: Sequence[str]) -> int:
    return command.main(argv, draw=_drawn, at=now())


def _drawn(name: str, lower: str, millimetres: float) -> bytes:
    known = FontSet.of(*fonts())
    try:
        impression = draw_star_seal(name, fonts=known, lower=lower, diameter_mm=millimetres)
        return appearance_pdf(impression, fonts=known, at=now())
    except GongwenError as error:
        raise Refused(str(error)) from error
