"""The door of licences."""

from tongban.business.licenses.contracts import LICENSE, NUMBER, PERMISSIONS, Grant, LicenseIssued, PublicLicense, State
from tongban.business.licenses.models import License
from tongban.business.licenses.operations import draw, live_of, prepare, seal
from tongban.business.licenses.pages import qr_code
from tongban.business.licenses.rules import masked, validity

__all__ = [
    "LICENSE", "NUMBER", "PERMISSIONS", "Grant", "License", "LicenseIssued", "PublicLicense", "State", "draw", "live_of",
    "masked", "prepare", "qr_code", "seal", "validity",
]  # fmt: skip
