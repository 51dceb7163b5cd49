"""Document formats on one core: layout, OFD, seals, verification; new text each time, fonts and compiler warm."""

import os
import re
import shutil
import statistics
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import tongban_fonts

from bench.machine import Figure, median_of, seconds
from tongban.lib.edoc.sealing import make_seal, seal_ofd
from tongban.lib.edoc.typesetting import ofd_of
from tongban.lib.edoc.verifying import verify_ofd
from tongban.lib.gm import keys
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.testing import sample_authority, sample_signer
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Document
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.png import png
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.signatures.making import SealDraft
from tongban.lib.ofd.signatures.placing import Placement
from tongban.lib.ofd.signatures.seals import Picture

AT = datetime(2026, 11, 16, tzinfo=UTC)
FONTS = FontSet.of(tongban_fonts.directory())
HEAD = """---
issuer: 云溪县水利局
kind: 通知
title: 关于做好节约用水工作的通知
number: 云水〔2026〕{number}号
date: 2026-11-16
main_recipients: 各乡镇人民政府
---
"""
LINE = "各单位要在{number}月底前完成节水器具更换，主要负责同志亲自抓，第{number}项任务按月报送进展情况。\n"
PLACES = (Placement(1, Box(120, 200, 42, 42)),)
FILES = 60


def figures() -> list[Figure]:
    found = [*_pages(), *_seals(), *_long(), *_crypto()]
    ratio = _against_libreoffice(next(each.value for each in found if "PDF" in each.what))
    return [*found, ratio] if ratio else found


def _notice(number: int, lines: int = 4) -> Document:
    body = "".join(LINE.format(number=number + at) for at in range(lines))
    return read_markdown(HEAD.format(number=number) + body)


def _laid(number: int, lines: int = 4) -> tuple[Document, Typeset]:
    document = _notice(number, lines)
    return document, typeset(document, fonts=FONTS, at=AT)


def _ofd(number: int, lines: int = 4) -> bytes:
    document, laid = _laid(number, lines)
    return ofd_of(laid, document=document, fonts=FONTS, at=AT)


def _milliseconds(work, rounds: int = 30) -> float:  # type: ignore[no-untyped-def]
    for number in range(3):
        work(number)
    return statistics.median(seconds(lambda n=n: work(n)) * 1000 for n in range(10, 10 + rounds))  # type: ignore[misc]


def _at_most(what: str, value: float, goal: float, unit: str = "ms") -> Figure:
    return Figure(what, round(value, 3 if value < 1 else 1), unit, f"≤ {goal:g} {unit}", value <= goal)


def _pages() -> list[Figure]:
    return [
        _at_most("one-page notice, source → PDF", _milliseconds(_laid), 15),
        _at_most("one-page notice, source → OFD", _milliseconds(_ofd), 60),
        _at_most("size of a one-page OFD", len(_ofd(1)) / 1000, 150, "kB"),
    ]


def _kit() -> tuple[Identity, bytes]:
    maker, signer = Identity(*sample_signer("样章制章中心")), Identity(*sample_signer("云溪县水利局"))
    dots = bytes(each for at in range(496 * 496) for each in (230, 0, 18, 255 if at % 7 < 3 else 0))
    draft = SealDraft(
        id="43000000000001",
        name="云溪县水利局（样章）",
        certificates=(signer.certificate.der,),
        picture=Picture("PNG", png(dots, 496, 496, 496 * 4, 4), 42, 42),
        not_before=AT - timedelta(days=9),
        not_after=AT + timedelta(days=900),
        created=AT,
    )
    return signer, make_seal(draft, maker=maker)


def _seals() -> list[Figure]:
    signer, seal = _kit()
    root = sample_authority().certificate

    def sealed(number: int) -> bytes:
        return seal_ofd(_ofd(number), identity=signer, seal=seal, places=PLACES, at=AT)

    files = [sealed(100 + number) for number in range(FILES)]
    assert all(verify_ofd(each, trust=[root], at=AT).result == "valid" for each in files[:3])

    def rate() -> float:
        return (FILES - 3) / seconds(lambda: [verify_ofd(each, trust=[root], at=AT) for each in files[3:]])

    speed = rate()  # once: a second round would find each signature remembered
    return [
        _at_most("one-page notice, source → sealed OFD", _milliseconds(sealed), 80),
        Figure("sealed one-page OFD verified, one core", round(speed), "1/s", "≥ 300/s", speed >= 300, more=True),
    ]


def _long() -> list[Figure]:
    pages: list[int] = []

    def work(number: int) -> None:
        pages.append(_laid(number, 610)[1].pages)

    spent = _milliseconds(work, 3) / 1000
    one = _ofd(1, 3200)
    first = median_of(lambda: seconds(lambda: _first_page(one)))
    count = len(Ofd(one).document.pages)
    return [
        Figure(
            f"a document of {pages[-1]} pages, source → PDF", round(spent, 2), "s", "57 pages ≤ 0.5 s", spent <= 0.5
        ),
        Figure(f"first page of an OFD of {count} pages", round(first, 3), "s", "300 pages ≤ 0.3 s", first <= 0.3),
    ]


def _first_page(data: bytes) -> str:
    document = Ofd(data).document
    return Renderer(document).svg(document.page(1))


def _crypto() -> list[Figure]:
    """Beside what the library itself reaches (`openssl speed`), in the same minute."""
    told = subprocess.run(
        ["openssl", "speed", "-seconds", "2", "sm2"], capture_output=True, text=True, check=False
    ).stdout
    match = re.search(r"\(SM2\)\s+\S+\s+\S+\s+([\d.]+)\s+([\d.]+)", told) or re.search(r"([\d.]+)\s+([\d.]+)\s*$", told)
    if match is None:
        return []
    key = keys.generate()
    rate = median_of(lambda: 1000 / seconds(lambda: [key.sign(b"x" * 32) for _ in range(1000)]))
    share = rate / float(match[1]) * 100
    return [Figure("SM2 signatures / openssl speed", round(share), "%", "≥ 90 %", share >= 90, more=True)]


def _against_libreoffice(ours: float) -> Figure | None:
    """The same words as .docx through LibreOffice, where there is one."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with TemporaryDirectory() as folder:
        draft = docx.Document()
        for number in range(4):
            draft.add_paragraph(LINE.format(number=number))
        source = Path(folder) / "a.docx"
        draft.save(str(source))
        words = [office, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        environment = os.environ | {"HOME": folder}
        spent = median_of(
            lambda: seconds(lambda: subprocess.run(words, check=True, capture_output=True, env=environment)), 3
        )
    times = spent * 1000 / ours
    return Figure("one page, LibreOffice / ours", round(times), "×", "≥ 50", times >= 50, more=True)
