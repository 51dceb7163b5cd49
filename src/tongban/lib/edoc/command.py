"""`tongban seal make|sign`: a sample seal with an authority of its own, and files sealed with it.

Exit codes: 0 done; 1 refused (wrong password, no place, out of time, locked file); 3 the file cannot be read; 64 the
command itself is wrong; 69 no national cryptography on this machine; 73 the output cannot be written.
"""

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from tongban.lib.edoc import kit, places
from tongban.lib.edoc.sealing import seal_ofd
from tongban.lib.gm.ca import Validity
from tongban.lib.gm.errors import FileUnreadable, GmError, ProviderUnavailable
from tongban.lib.gm.files import is_pdf
from tongban.lib.gm.report import Place
from tongban.lib.gm.times import time_argument
from tongban.lib.gm.timestamps import fetch
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import NotSealable, OfdError, SealUnreadable
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.png import png
from tongban.lib.ofd.signatures.placing import Placement, riding
from tongban.lib.ofd.signatures.seals import parse_seal
from tongban.lib.ofd.signatures.structure import read_signatures
from tongban.lib.terminal import UNAVAILABLE, UNWRITABLE, Parser

_REFUSED, _UNREADABLE = 1, 3
_DPI, _RIDING_TOP = 300, 120.0
PASSWORD = "TONGBAN_SEAL_PASSWORD"  # noqa: S105 - the name of the variable, not a password
# The impression of `name` with the words under the star and the diameter, as a one-page PDF.
Draw = Callable[[str, str, float], bytes]


class Refused(Exception):
    """What the command does not do, as a sentence for a person."""


class Unwritable(Exception):
    """The output cannot be written."""


def main(argv: Sequence[str], *, draw: Draw, at: datetime) -> int:
    """Run the command with `argv` (without the program's name), return the exit code; `draw` draws the impression."""
    options = _parser().parse_args(argv)
    options.at = (options.at or at).replace(microsecond=0)
    try:
        _make(options, draw) if options.action == "make" else _sign(options)
    except Unwritable as error:
        return _said(f"不能写入：{error}", UNWRITABLE)
    except ProviderUnavailable as error:
        return _said(str(error), UNAVAILABLE)
    except (NotSealable, SealUnreadable, Refused) as error:
        return _said(str(error), _REFUSED)
    except (FileUnreadable, OfdError, pdfium.PdfiumError) as error:
        return _said(f"文件无法读取：{error}", _UNREADABLE)
    except GmError as error:
        return _said(str(error), _REFUSED)
    except OSError as error:
        return _said(f"打不开 {error.filename}：{error.strerror}", _UNREADABLE)
    return 0


def _said(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _make(options: argparse.Namespace, draw: Draw) -> None:
    password = options.password or os.environ.get(PASSWORD) or secrets.token_urlsafe(9)
    drawn = draw(options.name, kit.MARK, options.diameter)
    look = kit.Look(drawn, _picture(drawn), options.diameter)
    validity = Validity(options.at, options.at + timedelta(days=options.days))
    try:
        authority = kit.new_authority(options.ca or options.out, password=password, at=options.at)
        kit.make_kit(
            options.out, name=options.name, look=look, authority=authority, password=password, validity=validity
        )
    except OSError as error:
        raise Unwritable(f"{error.filename}（{error.strerror}）") from error
    sys.stdout.write(f"已制作“{options.name}（{kit.MARK}）”：{options.out}\n")
    if not (options.password or os.environ.get(PASSWORD)):
        sys.stdout.write(f"口令：{password}\n")


def _picture(drawn: bytes) -> bytes:
    with closing(pdfium.PdfDocument(drawn)) as document, closing(document[0]) as page:
        bitmap = page.render(scale=_DPI / 72, fill_color=(255, 255, 255, 0), rev_byteorder=True)
        return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def _sign(options: argparse.Namespace) -> None:
    data = options.file.read_bytes()
    opened = kit.open_kit(options.seal, password=_password(options))
    if options.tsa:
        opened = replace(opened, identity=replace(opened.identity, stamp=partial(fetch, options.tsa)))
    sealed = _sealed_pdf(data, opened, options) if is_pdf(data) else _sealed_ofd(data, opened, options)
    try:
        options.out.write_bytes(sealed)
    except OSError as error:
        raise Unwritable(f"{options.out}（{error.strerror}）") from error


def _password(options: argparse.Namespace) -> str:
    given = options.password or os.environ.get(PASSWORD)
    if given:
        return str(given)
    if not sys.stdin.isatty():
        raise Refused(f"没有给出口令（--password，或环境变量 {PASSWORD}）。")
    return getpass.getpass("印章口令：")


def _sealed_ofd(data: bytes, opened: kit.Kit, options: argparse.Namespace) -> bytes:
    document, side = Ofd(data).document, parse_seal(opened.seal).picture.width
    strips = riding(document, width=side, height=side, top=options.top) if options.riding else ()
    asked = options.place or options.boxes or not options.riding
    spots = [_placement(_place(data, options, side, len(read_signatures(document))))] if asked else []
    return seal_ofd(
        data,
        identity=opened.identity,
        seal=opened.seal,
        places=(*spots, *strips),
        at=options.at,
        whole=options.whole,
    )


def _placement(place: Place) -> Placement:
    return Placement(place.page, Box(place.x, place.y, place.width, place.height))


def _sealed_pdf(data: bytes, opened: kit.Kit, options: argparse.Namespace) -> bytes:
    if options.riding or options.whole:
        raise Refused("骑缝章和整体锁定只用于 OFD 文件。")
    pdf: Any = import_module("tongban.lib.gm.pdf")  # takes a third of a second, and OFD does without
    reading: Any = import_module("tongban.lib.gm.pdf.reading")
    place = _place(data, options, parse_seal(opened.seal).picture.width, len(reading.PdfFile(data).signatures))
    seal = pdf.Seal(picture=opened.appearance, place=place)
    return bytes(pdf.sign_pdf(data, identity=opened.identity, at=options.at, seal=seal, reason=options.reason))


def _place(data: bytes, options: argparse.Namespace, side: float, sealed: int) -> Place:
    """Where it was asked for; else the next of the places that the layout left; else over the date."""
    if options.place:
        page, x, y = options.place
        return Place(page, x - side / 2, y - side / 2, side, side)
    if options.boxes:
        try:
            return places.by_boxes(options.boxes.read_text("utf-8"), number=sealed)
        except ValueError as error:
            raise Refused(f"{options.boxes.name}：{error}") from error
    found = places.by_date(data, millimetres=side)
    if found is None:
        raise Refused("文件中找不到成文日期，请用 --place 页,X,Y 给出印章中心的位置（毫米）。")
    return found


def _spot(text: str) -> tuple[int, float, float]:
    try:
        page, x, y = text.replace("，", ",").split(",")
        return int(page), float(x), float(y)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”应写作 页,X,Y，如 1,140,220") from error


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="tongban seal", description="制作样章，用样章给 OFD 或 PDF 盖章（软件密钥，只供测试和内部网络）"
    )
    actions = parser.add_subparsers(dest="action", required=True)
    make = actions.add_parser("make", help="制作一枚样章：根证书、签章人密钥和证书、印章")
    make.add_argument("--name", required=True, metavar="单位", help="单位名称")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到这个文件夹")
    make.add_argument("--ca", type=Path, metavar="DIR", help="用（没有就新建）这个文件夹里的根证书；口令相同")
    make.add_argument("--diameter", type=float, default=42.0, metavar="MM", help="直径（毫米，默认 42）")
    make.add_argument("--days", type=int, default=3650, metavar="N", help="有效期（天，默认 3650）")
    sign = actions.add_parser("sign", help="给文件盖章；文件上已有的章保持有效")
    sign.add_argument("file", type=Path, metavar="FILE", help="OFD 或 PDF")
    sign.add_argument("--seal", type=Path, required=True, metavar="DIR", help="tongban seal make 写出的文件夹")
    sign.add_argument("--out", type=Path, required=True, metavar="FILE", help="盖章后的文件")
    sign.add_argument("--place", type=_spot, metavar="页,X,Y", help="印章中心（毫米，自左上角）；默认盖在成文日期上")
    sign.add_argument("--boxes", type=Path, metavar="X.json", help="按 tongban typeset --boxes 写出的印章位置")
    sign.add_argument("--riding", action="store_true", help="加盖骑缝章（OFD）")
    sign.add_argument("--top", type=float, default=_RIDING_TOP, metavar="MM", help="骑缝章上边距纸顶（默认 120）")
    sign.add_argument("--whole", action="store_true", help="锁定整个文件，之后不能再盖章（OFD）")
    sign.add_argument("--tsa", metavar="URL", help="向这个 RFC 3161 服务取时间戳")
    sign.add_argument("--reason", default="用印", help="用印事由（PDF）")
    for each in (make, sign):
        each.add_argument("--password", metavar="口令", help=f"密钥口令；也可放在环境变量 {PASSWORD}")
        each.add_argument("--at", type=time_argument, metavar="TIME", help="按此时间（默认现在；不带时区为北京时间）")
    return parser
