"""What kind of file is this? Light on purpose: the parts that check a PDF take a third of a second to load."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from tongban.lib.gm.report import Report

MAX_SIZE = 256 * 1024 * 1024


def is_pdf(data: bytes) -> bool:
    """Whether `data` looks like a PDF, even one whose first bytes were damaged."""
    return b"%PDF-" in data[:1024] or b"startxref" in data[-1024:]


def verify_pdf(data: bytes, **how: Any) -> "Report":
    """`tongban.lib.gm.pdf.verify_pdf`, loaded when the first PDF comes."""
    return cast("Report", import_module("tongban.lib.gm.pdf.verifying").verify_pdf(data, **how))
