"""PDF files sealed with SM2: `sign_pdf` and `verify_pdf`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tongban.lib.gm.files import is_pdf
from tongban.lib.gm.report import Place

if TYPE_CHECKING:
    from tongban.lib.gm.pdf.signing import Seal, sign_pdf
    from tongban.lib.gm.pdf.verifying import verify_pdf

__all__ = ["Place", "Seal", "is_pdf", "sign_pdf", "verify_pdf"]
HOMES = {"Seal": "signing", "sign_pdf": "signing", "verify_pdf": "verifying"}


def __getattr__(name: str) -> Any:
    """Loaded when the first PDF comes: pyHanko and all that it brings are a sixth of a process's start."""
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
