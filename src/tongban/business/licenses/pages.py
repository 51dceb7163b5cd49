"""Drawing licences with the fonts of this installation. Runs in the worker."""

import io
from datetime import UTC, datetime
from typing import Any

import segno
from django.conf import settings

from tongban.business.licenses.models import License
from tongban.engines.seals import api as seals
from tongban.kernel.errors import Conflict
from tongban.lib.gongwen.certificate import Certificate, CertificatePage, certificate
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.model import chinese_date


def draw(license_: License, *, at: datetime) -> CertificatePage:
    """The licence's page. Conflict where it cannot be drawn, with what to do."""
    valid = chinese_date(license_.valid_to) if license_.valid_to else "长期"
    content = Certificate(
        title=license_.name, number=license_.number_text, issuer=license_.issuer_name, date=license_.granted_on,
        lines=(
            ("持证人", license_.holder), ("证件号码", license_.holder_code),
            *((label, value) for label, value in license_.lines), ("有效期至", valid),
        ),
        token=license_.token, code=qr_code(check_address(license_.token)), identifier=license_.identifier,
    )  # fmt: skip
    try:
        return certificate(content, fonts=seals.fonts(), at=at.astimezone(UTC))
    except GongwenError as error:
        raise Conflict(f"不能制证：{error.message}", code="licenses.not-drawn") from error


def check_address(token: str) -> str:
    """Where anybody checks the licence: the public address of this installation."""
    return f"{settings.PUBLIC_ADDRESS}/check/{token}"


def qr_code(text: str, **look: Any) -> str:
    """A QR code as SVG, for pages and for licences."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=2, xmldecl=False, **{"svgns": True, **look})
    return out.getvalue().decode()
