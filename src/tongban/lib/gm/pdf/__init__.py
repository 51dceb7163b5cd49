"""PDF files sealed with SM2: `sign_pdf` and `verify_pdf`."""

from tongban.lib.gm.files import is_pdf
from tongban.lib.gm.pdf.signing import Seal, sign_pdf
from tongban.lib.gm.pdf.verifying import verify_pdf
from tongban.lib.gm.report import Place

__all__ = ["Place", "Seal", "is_pdf", "sign_pdf", "verify_pdf"]
