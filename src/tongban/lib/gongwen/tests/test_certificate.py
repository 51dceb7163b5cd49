"""A licence is one landscape page with its words, its code and a place for the seal."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest

from tongban.lib.gongwen.certificate import Certificate, certificate
from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.testing import fonts

AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
CODE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
LICENCE = Certificate(
    title="食品经营许可证", number="JY29909210000017", issuer="临江县市场监督管理局", date=date(2026, 11, 16),
    lines=(("经营者名称", "临江县老街面馆"), ("有效期至", "2031年11月15日")), token="8K3WQ7PM", code=CODE,
)  # fmt: skip


def test_the_words_stand_on_one_page_and_the_seal_has_its_place():
    page = certificate(LICENCE, fonts=fonts(), at=AT)
    document = pypdfium2.PdfDocument(page.pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range().replace(" ", "")
    for words in ("食品经营许可证", "JY29909210000017", "临江县老街面馆", "2026年11月16日", "8K3WQ7PM"):
        assert words in text
    assert 200 < page.seal.x < 270
    assert 130 < page.seal.y < 190


def test_what_no_font_draws_is_refused():
    with pytest.raises(GlyphsMissing, match="\U00031350"):
        certificate(Certificate(**{**as_dict(), "title": "\U00031350"}), fonts=fonts(), at=AT)


def as_dict():
    return {name: getattr(LICENCE, name) for name in Certificate.__dataclass_fields__}
