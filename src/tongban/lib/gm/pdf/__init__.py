"""PDF files sealed with SM2: `sign_pdf` and `verify_pdf`."""

from tongban.lib.gm.pdf.signing import Seal, sign_pdf
from tongban.lib.gm.pdf.verifying import is_pdf, verify_pdf

__all__ = ["Seal", "is_pdf", "sign_pdf", "verify_pdf"]
