"""头像和签名: drawn anew, shown as of their time, one's own to set."""

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tongban.foundation.files.api import receive
from tongban.foundation.files.stores import store
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.foundation.pictures import api as pictures
from tongban.foundation.pictures import queries, rules
from tongban.foundation.ui.testing import faults
from tongban.kernel.errors import Invalid, NotAllowed
from tongban.kernel.testing import MONDAY


@pytest.fixture
def person(db, settings, tmp_path):
    settings.BLOB_FOLDER = tmp_path / "blobs"
    store.cache_clear()
    yield make_person("周科员", unit=make_unit("临江县教育局"))
    store.cache_clear()


def shot(form="JPEG", size=(400, 300), *, strokes=True):
    """A photograph of strokes on grey paper, with what a camera writes into it."""
    picture = Image.new("RGB", size, (225, 222, 218))
    if strokes:
        ImageDraw.Draw(picture).line([(80, 200), (200, 90), (330, 210)], fill=(20, 20, 60), width=9)
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    out = BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def upload(client, sort, content, name="x.jpg"):
    source = BytesIO(content)
    source.name = name
    return client.post("/pictures/", {"sort": sort, "file": source})


@pytest.mark.feature("F-ID-37")
def test_a_portrait_and_a_signature_are_set_shown_and_carry_nothing_of_the_camera(client, person):
    sign_in(client, person)
    for sort, kind in (("portrait", "image/jpeg"), ("signature", "image/png")):
        assert upload(client, sort, shot()).status_code == 302
        address = queries.address(queries.current(person.pk)[sort])
        page = client.get("/pictures/")
        assert address in page.content.decode()
        assert list(faults(page.content)) == []
        shown = client.get(address)
        assert shown["Content-Type"] == kind
        assert b"SECRETCAMERA" not in shown.content
    strokes = Image.open(BytesIO(shown.content))
    assert strokes.mode == "RGBA"
    assert strokes.getpixel((0, 0))[3] == 0  # paper is gone
    assert strokes.getextrema()[3][1] > 200  # ink is there


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ no picture", "不是能打开的"),
        (shot()[:900], "不是能打开的"),
        (shot(size=(40, 40)), "图片太小"),
        (shot(strokes=False), "没有看到字迹"),
    ],
)
def test_what_is_no_signature_is_refused_at_the_field(client, person, content, words):
    sign_in(client, person)
    answer = upload(client, "signature", content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert queries.current(person.pk) == {}


@given(st.binary(max_size=400))
def test_no_bytes_break_the_drawing(content):
    with pytest.raises(Invalid):
        rules.tidied(content, "portrait")


def test_an_opinion_keeps_the_signature_of_its_time(person, django_assert_num_queries):
    def put(at):
        received = receive(source=BytesIO(rules.tidied(shot(), "signature")), name="s.png", purpose="picture")
        given = {"person": person, "sort": "signature", "actor": actor_of(person, at=at), "at": at}
        return queries.address(pictures.set_picture(received=received, **given))

    days = [MONDAY + timedelta(days=n) for n in range(6)]
    first, second = put(days[1]), put(days[3])
    pictures.take_picture_away(person=person, sort="signature", actor=actor_of(person), at=days[5])
    with django_assert_num_queries(1):
        signatures = pictures.Signatures([person.pk, None])
    assert [signatures.of(person.pk, day) for day in days] == ["", first, first, second, second, ""]
    assert signatures.of(None, days[1]) == ""


def test_nobody_sets_the_picture_of_another(person):
    other = make_person("吴科员", unit=person.unit)
    with pytest.raises(NotAllowed):
        pictures.take_picture_away(person=person, sort="portrait", actor=actor_of(other), at=MONDAY)
