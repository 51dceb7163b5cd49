"""Seals for tests and demonstrations. Every one of them carries the word 样章, and its root is trusted by nobody else."""

import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import pypdfium2

from tongban.engines.seals import impressions
from tongban.engines.seals.contracts import Use
from tongban.engines.seals.models import Seal
from tongban.engines.seals.opening import Unlocked, change_password, unlock
from tongban.engines.seals.operations.make import Making, make
from tongban.foundation.organization.api import Person, Unit, acting_actor
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.references import Reference
from tongban.lib.gongwen.impression import appearance_pdf, draw_star_seal

SPECIMEN = "样章"
FIRST_PASSWORD, PASSWORD = "chushi-2026", "yinzhang-2026"
_DOTS = 400


def make_seal(
    unit: Unit, keeper: Person, *, at: datetime, sort: str = "official", holder: Person | None = None
) -> Seal:
    """A specimen seal of the unit, taken over by its keeper under PASSWORD: ready for use."""
    seal = make_untouched(unit, keeper, at=at, sort=sort, holder=holder)
    return change_password(seal=seal, old=FIRST_PASSWORD, new=PASSWORD, actor=keeper_of(seal, at=at), at=at)


def make_untouched(
    unit: Unit, keeper: Person, *, at: datetime, sort: str = "official", holder: Person | None = None
) -> Seal:
    """A specimen seal as the office hands it out: its keeper has yet to change FIRST_PASSWORD."""
    name = holder.name if holder else unit.name
    needs = impressions.Look(name, unit.emblem, sort).needs_picture
    png = specimen_picture(name) if needs else b""
    making = Making(sort, keeper, FIRST_PASSWORD, png=png, lower="" if png else SPECIMEN, holder=holder)
    return make(unit=unit, making=making, actor=system_actor("印章制发机构"), at=at)


def keeper_of(seal: Seal, *, at: datetime) -> Actor:
    """The seal's keeper, in his main post."""
    assert seal.keeper.account is not None
    return acting_actor(seal.keeper.account, None, ip="127.0.0.1", at=at)


def opened(seal: Seal, *, at: datetime) -> Unlocked:
    """The seal, opened by its keeper with PASSWORD."""
    return unlock(seal=seal, password=PASSWORD, actor=keeper_of(seal, at=at), at=at)


def use_of(
    unit: Unit, approver: Actor, *, at: datetime, x: float = 140.0, y: float = 200.0, by_duty: bool = False
) -> Use:
    """A use of the unit's seal on a one-page document that nothing else knows."""
    return Use(
        subject=Reference("document", 1), unit_id=unit.pk, title="关于做好今冬供暖保障工作的通知", number="临政办发〔2026〕1号",
        approver=approver, approved_at=at - timedelta(hours=1), page=1, x=x, y=y, pages=1, by_duty=by_duty,
    )  # fmt: skip


@cache
def specimen_picture(name: str) -> bytes:
    """A PNG that stands for a registered impression: the name, a star where the emblem would be, and 样章."""
    drawn = draw_star_seal(name, fonts=impressions.fonts(), lower=SPECIMEN)
    page = appearance_pdf(drawn, fonts=impressions.fonts(), at=datetime(2026, 1, 1, tzinfo=UTC))
    document = pypdfium2.PdfDocument(page)
    try:
        bitmap = document[0].render(
            scale=_DOTS / document[0].get_width(), fill_color=(255, 255, 255, 0), rev_byteorder=True
        )
        return _png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        document.close()


def one_page_pdf() -> bytes:
    """An A4 page with nothing on it."""
    document = pypdfium2.PdfDocument.new()
    try:
        document.new_page(595.28, 841.89)
        out = BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


def _png(width: int, height: int, stride: int, rgba: bytes) -> bytes:
    rows = b"".join(b"\0" + rgba[i * stride : i * stride + width * 4] for i in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
