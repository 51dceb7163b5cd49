"""Damage real OFD, PDF and Word files at random and look whether anything but an expected error comes out.

    PYTHONPATH=src python tools/fuzz_formats.py [SECONDS] [SEED]

Prints each new failure with its place, keeps the file that caused it, and exits with 1 if there was any.
"""

import io
import os
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from docx import Document

from tongban.lib.edoc.verify import report
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.pdf import Place, Seal, sign_pdf
from tongban.lib.gm.testing import sample_seal_picture, sample_signer
from tongban.lib.gongwen.docx import read_docx
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.ofd.archive import violations
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.extras import annotations, attachments, tag_texts
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.signatures.stamps import stamps_of
from tongban.lib.ofd.text import document_text

AT = datetime(2026, 1, 1, tzinfo=UTC)
MEMORY, SLOW = 3_000_000_000, 10.0  # bytes; seconds of work
SPLINTERS = [b"0", b"-1", b"99999999999", b"1e308", b"nan", b"/", b"../", b"<", b">", b'"', b"\0", b"\xff"]


def damaged(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, taken out, doubled or put in."""
    found = bytearray(data)
    for _ in range(dice.choice([1, 2, 5, 20])):
        if not found:
            break
        at, kind = dice.randrange(len(found)), dice.random()
        if kind < 0.5:
            found[at] = dice.randrange(256)
        elif kind < 0.7:
            del found[at : at + dice.randrange(1, 30)]
        elif kind < 0.85:
            found[at:at] = found[at : at + dice.randrange(1, 60)] * dice.choice([1, 3])
        else:
            found[at:at] = dice.choice(SPLINTERS)
    return bytes(found)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The whole file cut or damaged, or some parts of a package, which is then packed anew."""
    chance = dice.random()
    if chance < 0.15:
        return data[: dice.randrange(len(data))]
    if chance < 0.3 or not data.startswith(b"PK"):
        return damaged(data, dice)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hit = set(dice.sample(names, min(len(names), dice.choice([1, 1, 2, 4]))))
        for name in names:
            if name not in hit or dice.random() > 0.1:
                content = source.read(name)
                target.writestr(name, damaged(content, dice) if name in hit else content)
    return out.getvalue()


def used(name: str, data: bytes) -> None:
    """Everything that a stranger's file goes through."""
    if name.endswith(".docx"):
        try:
            read_docx(data, pictures=True)
        except GongwenError:
            return
    report(data, anchors=Anchors(), at=AT)
    if not name.endswith(".ofd"):
        return
    try:
        ofd = Ofd(data)
        violations(ofd)
        for document in ofd.documents:
            document_text(document), attachments(document), annotations(document), tag_texts(document)
            renderer = Renderer(document, stamps=stamps_of(document))
            for page in document.pages[:2]:
                renderer.svg(page)
    except OfdError:
        return


def corpus() -> dict[str, bytes]:
    """The shared samples, and a PDF and a Word draft made here."""
    shared = Path(os.environ.get("TONGBAN_SHARED", Path(__file__).parents[2] / "shared")) / "samples" / "ofd"
    found = {path.name: path.read_bytes() for path in shared.glob("*.ofd")}
    picture, signer = sample_seal_picture(), Identity(*sample_signer("某局"))
    seal = Seal(picture=picture, place=Place(1, 20, 20, 42, 42))
    found["sealed.pdf"] = sign_pdf(sample_seal_picture(150), identity=signer, at=AT, seal=seal)
    draft, out = Document(), io.BytesIO()
    draft.add_paragraph("关于节水的通知")
    draft.add_table(2, 2)
    draft.save(out)
    return found | {"draft.docx": out.getvalue()}


def main(seconds: int, seed: int, use: Callable[[str, bytes], None] = used) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    dice, files, seen, count = random.Random(seed), corpus(), set(), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name = dice.choice(sorted(files))
        data, started, key = mutated(files[name], dice), time.process_time(), None
        count += 1
        try:
            use(name, data)
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            key = (type(error).__name__, Path(where.filename).name, where.lineno)
        if key is None and time.process_time() - started > SLOW:
            key = ("slow", name, int(time.process_time() - started))
        if key and key not in seen:
            seen.add(key)
            with tempfile.NamedTemporaryFile(delete=False, suffix=f"-{name}") as kept:
                kept.write(data)
            print(*key, kept.name, flush=True)
    print(f"{count} damaged files, {len(seen)} failures (seed {seed})")
    return 1 if seen else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(seconds=given[0] if given else 60, seed=given[1] if len(given) > 1 else 1))
