"""`tongban typeset SOURCE --out X.pdf|X.ofd [--boxes X.json]`: lay a document out. No database is needed."""

from collections.abc import Sequence
from pathlib import Path

import tongban_fonts

from tongban.config import env
from tongban.kernel.now import now
from tongban.lib.edoc.typesetting import ofd_writer
from tongban.lib.gongwen import command


def main(argv: Sequence[str]) -> int:
    return command.main(["typeset", *argv], fonts=fonts(), at=now(), others={".ofd": ofd_writer})


def fonts() -> list[Path]:
    """The folders of fonts: the office's own (TONGBAN_FONTS) come before those of the distribution."""
    return [*env.folders("TONGBAN_FONTS"), tongban_fonts.directory()]
