"""The door of licences."""

from tongban.business.licenses.contracts import NUMBER, PERMISSIONS, Grant, LicenseIssued, State
from tongban.business.licenses.models import License
from tongban.business.licenses.operations import draw, live_of, prepare, seal
from tongban.business.licenses.pages import qr_code
from tongban.business.licenses.rules import masked

__all__ = [
    "NUMBER", "PERMISSIONS", "Grant", "License", "LicenseIssued", "State", "draw", "live_of", "masked", "prepare", "qr_code",
    "seal",
]  # fmt: skip
