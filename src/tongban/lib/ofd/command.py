"""`tongban ofd info|text|render|pdf|check FILE`: what is in an OFD.

Exit codes: 0 done; 1 the check found violations; 3 the file cannot be read, or has no such page; 64 the command itself
is wrong; 73 the output cannot be written. Nothing is fetched; `render` writes SVG.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from tongban.lib.ofd.archive import violations
from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.errors import OfdError, TooLarge
from tongban.lib.ofd.extras import annotations, attachments, tag_texts
from tongban.lib.ofd.package import MAX_FILE
from tongban.lib.ofd.render.outlines import SpareFont
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.signatures.stamps import seal_of, stamps_of
from tongban.lib.ofd.signatures.structure import read_signatures
from tongban.lib.ofd.text import page_text
from tongban.lib.terminal import UNWRITABLE, Parser, printable

_UNREADABLE = 3


def main(
    argv: Sequence[str], *, spare: SpareFont | None = None, to_pdf: Callable[[Document], bytes] | None = None
) -> int:
    """Run the command with `argv` (without the program's name), return the exit code.

    `spare` gives fonts for texts whose font is only named in the file, `to_pdf` makes a PDF of a document.
    """
    options = _parser().parse_args(argv)
    # What fontTools thinks of a damaged font is nothing for the person at the terminal.
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    try:
        ofd = _opened(options.file)
        if options.action == "render":
            return _render(ofd.document, options, spare)
        if options.action == "pdf" and to_pdf:
            return _written(options.out, to_pdf(ofd.document))
        if options.action == "check":
            return _check(ofd, options)
        sys.stdout.write(_ACTIONS[options.action](ofd, options) + "\n")
    except OfdError as error:
        sys.stderr.write(f"{error}\n")
        return _UNREADABLE
    except OSError as error:
        sys.stderr.write(f"打不开文件：{error.strerror}\n")
        return _UNREADABLE
    return 0


def _opened(path: Path) -> Ofd:
    if path.stat().st_size > MAX_FILE:
        raise TooLarge("文件过大")
    return Ofd(path.read_bytes())


def _info(ofd: Ofd, options: argparse.Namespace) -> str:
    found = {"kind": ofd.kind, "version": ofd.version, "documents": [_described(each) for each in ofd.documents]}
    if options.json:
        return json.dumps(found, ensure_ascii=False, indent=2)
    return "\n".join(printable(line) for each in ofd.documents for line in _lines(each))


def _described(document: Document) -> dict[str, object]:
    return {
        "info": {**asdict(document.info), "custom": dict(document.info.custom)},
        "pages": [{"width": page.box.width, "height": page.box.height} for page in document.pages],
        "fonts": [{"name": each.name, "embedded": bool(each.part)} for each in document.resources.fonts.values()],
        "attachments": [{"name": each.name, "format": each.format} for each in attachments(document)],
        "annotations": len(annotations(document)),
        "tags": [{"name": name, "text": text} for name, text in tag_texts(document)],
        "signatures": [_signature(document, number) for number in range(len(read_signatures(document)))],
    }


def _signature(document: Document, number: int) -> dict[str, object]:
    found = read_signatures(document)[number]
    seal = seal_of(document, found)
    return {"type": found.kind, "seal": seal.name if seal else "", "form": seal.form if seal else "GB/T 35275"}


def _lines(document: Document) -> list[str]:
    info, first = document.info, document.pages[0].box if document.pages else None
    sheet = f"，第一页 {first.width:g} × {first.height:g} mm" if first else ""
    lines = [
        f"标识：{info.id}",
        f"标题：{info.title}",
        f"页数：{len(document.pages)}{sheet}",
        f"创建日期：{info.created}",
    ]
    lines += [f"{name}：{text}" for name, text in info.custom.items()]
    lines += [f"字体：{each.name}{'' if each.part else '（未嵌入）'}" for each in document.resources.fonts.values()]
    lines += [f"附件：{each.name} {each.format}".rstrip() for each in attachments(document)]
    lines += [f"标引：{name} = {text}" for name, text in tag_texts(document)]
    signatures = (_signature(document, number) for number in range(len(read_signatures(document))))
    return lines + [f"签章：{each['seal'] or '数字签名'}（{each['form']}，未查验）" for each in signatures]


def _text(ofd: Ofd, options: argparse.Namespace) -> str:
    pages = [ofd.document.page(options.page)] if options.page else ofd.document.pages
    text = "\f".join(page_text(page) for page in pages)
    return "".join(letter if letter.isprintable() or letter in "\n\f\u3000" else "\ufffd" for letter in text)


def _render(document: Document, options: argparse.Namespace, spare: SpareFont | None) -> int:
    renderer = Renderer(document, stamps=stamps_of(document), spare=spare)
    if options.out is None:
        sys.stdout.write(renderer.svg(document.page(options.page or 1)) + "\n")
        return 0
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for page in [document.page(options.page)] if options.page else document.pages:
            (options.out / f"{page.number:04d}.svg").write_text(renderer.svg(page), "utf-8")
    except OSError as error:
        sys.stderr.write(f"不能写入 {options.out}：{error.strerror}\n")
        return UNWRITABLE
    return 0


def _check(ofd: Ofd, options: argparse.Namespace) -> int:
    found = violations(ofd)
    if options.json:
        sys.stdout.write(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2) + "\n")
    else:
        lines = [f"{each.rule}\t{each.place}\t{each.text}" for each in found] or ["没有发现不合 OFD-A 的地方"]
        sys.stdout.write("\n".join(printable(line.replace("\t", "　")) for line in lines) + "\n")
    return 1 if found else 0


def _written(path: Path, data: bytes) -> int:
    try:
        path.write_bytes(data)
    except OSError as error:
        sys.stderr.write(f"不能写入 {path}：{error.strerror}\n")
        return UNWRITABLE
    return 0


_ACTIONS = {"info": _info, "text": _text}


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="tongban ofd", description="查看 OFD 文件")
    actions = parser.add_subparsers(dest="action", required=True)
    info = actions.add_parser("info", help="文档信息、字体、附件、标引、签章（不查验）")
    info.add_argument("--json", action="store_true", help="输出 JSON")
    text = actions.add_parser("text", help="文字")
    render = actions.add_parser("render", help="把页面画成 SVG")
    render.add_argument("--out", type=Path, metavar="DIR", help="每页写成一个文件；不给则输出一页")
    pdf = actions.add_parser("pdf", help="转成 PDF")
    pdf.add_argument("--out", type=Path, metavar="X.pdf", required=True, help="写到这个文件")
    check = actions.add_parser("check", help="查是否符合归档格式 OFD-A（GB/T 42133）；有不合之处退出码为 1")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    for each in (info, text, render, pdf, check):
        each.add_argument("file", type=Path, metavar="FILE")
    for each in (text, render):
        each.add_argument("--page", type=int, metavar="N", help="只取这一页（从 1 起）")
    return parser
