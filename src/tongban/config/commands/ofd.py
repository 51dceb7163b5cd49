"""`tongban ofd info|text|render|pdf|check FILE`: what is in an OFD. No database is needed."""

from collections.abc import Sequence
from importlib import import_module

from tongban.config.commands.typeset import fonts
from tongban.kernel.now import now
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.ofd import command
from tongban.lib.ofd.document import Document
from tongban.lib.ofd.resources import Font


def main(argv: Sequence[str]) -> int:
    return command.main(argv, spare=_spare, to_pdf=_pdf)


def _spare(font: Font) -> bytes | None:
    found: bytes | None = import_module("tongban.lib.edoc.pages").spare_font(FontSet.of(*fonts()))(font)
    return found


def _pdf(document: Document) -> bytes:
    # Loaded when it is needed: info and text start in a fifth of the time without the typesetter.
    return bytes(import_module("tongban.lib.edoc.pages").pdf_of(document, fonts=FontSet.of(*fonts()), at=now()))
