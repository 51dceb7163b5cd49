"""``tongban typeset SOURCE.md --out X.pdf [--boxes X.json]`` and ``tongban gongwen check SOURCE``."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tongban.lib.gongwen.blocks import written
from tongban.lib.gongwen.check import Finding, check
from tongban.lib.gongwen.docx import read_docx
from tongban.lib.gongwen.errors import GongwenError, SourceUnreadable
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.boxes import Box
from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Document

Writer = Callable[[Document, Typeset, FontSet, datetime], bytes]
Writers = Mapping[str, Writer]


def _pdf(document: Document, result: Typeset, fonts: FontSet, at: datetime) -> bytes:
    return result.pdf


def main(argv: Sequence[str], *, fonts: Sequence[Path], at: datetime, others: Writers | None = None) -> int:
    """Run one command; ``fonts`` are the font folders, ``at`` the time written into files.

    ``others`` write further kinds of files than PDF, by the ending of their names (``{".ofd": …}``).

    Exit codes: 0 done (check: no errors), 1 the check found errors or characters are missing, 2 the source or the
    layout failed; messages go to standard error.
    """
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command == "typeset":
            return _typeset(arguments, fonts, at, {".pdf": _pdf, **(others or {})})
        return _check(arguments)
    except GongwenError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"打不开 {error.filename}：{error.strerror}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban", description="公文排版与检查")
    commands = parser.add_subparsers(dest="command", required=True)
    setting = commands.add_parser("typeset", help="把 Markdown 或 .docx 排成 GB/T 9704 版式的文件")
    setting.add_argument("source", type=Path)
    setting.add_argument("--out", type=Path, required=True)
    setting.add_argument("--boxes", type=Path)
    checking = commands.add_parser("check", help="检查格式与行文规则")
    checking.add_argument("source", type=Path)
    checking.add_argument("--json", action="store_true")
    return parser


def read_source(path: Path) -> Document:
    """The document in a .md, .txt or .docx file; attachments and pictures named there are read from the same folder."""
    if path.suffix.lower() == ".docx":
        return read_docx(path.read_bytes(), pictures=True).document
    return read_markdown(
        _decoded(path),
        attached=lambda name: _attached(_beside(path, name)),
        pictures=lambda name: _beside(path, name).read_bytes(),
    )


def _attached(path: Path) -> str:
    if path.suffix.lower() == ".docx":
        return "\n".join(written(read_docx(path.read_bytes()).document.body))
    return _decoded(path)


def _beside(path: Path, name: str) -> Path:
    if Path(name).name != name or name.startswith("."):
        raise SourceUnreadable(f"文件“{name}”应与文稿在同一文件夹，只写文件名。")
    return path.parent / name


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{path.name} 既不是 UTF-8 也不是 GB18030 编码的文本。") from error


def _typeset(arguments: argparse.Namespace, folders: Sequence[Path], at: datetime, writers: Writers) -> int:
    writer = writers.get(arguments.out.suffix.lower())
    if writer is None:
        kinds = "、".join(ending.lstrip(".").upper() for ending in writers)
        raise SourceUnreadable(f"只能排成 {kinds}，不能写 {arguments.out.name}。")
    document, fonts = read_source(arguments.source), FontSet.of(*folders)
    result = typeset(document, fonts=fonts, at=at)
    arguments.out.write_bytes(writer(document, result, fonts, at))
    if arguments.boxes:
        arguments.boxes.write_text(boxes_json(result.boxes), encoding="utf-8")
    for sentence in _sentences(result):
        sys.stderr.write(f"{sentence}\n")
    return 1 if any(not glyph.replaced_by for glyph in result.missing_glyphs) else 0


def boxes_json(boxes: Sequence[Box]) -> str:
    """The boxes as ``[{"element": …, "page": …, "x": …, "y": …, "w": …, "h": …}]``, in mm."""
    rows = (json.dumps(dataclasses.asdict(box), ensure_ascii=False) for box in boxes)
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _sentences(result: Typeset) -> list[str]:
    glyphs = [
        f"{glyph.place}：“{glyph.character}”"
        + (f"由{glyph.replaced_by}代替。" if glyph.replaced_by else "没有字形，不能签发。")
        for glyph in result.missing_glyphs
    ]
    return [*result.warnings, *glyphs]


def _check(arguments: argparse.Namespace) -> int:
    findings = check(read_source(arguments.source))
    lines = (
        _as_json(findings)
        if arguments.json
        else [f"{f.severity.label}\t{f.place}\t{f.message}（{f.rule}）" for f in findings]
    )
    sys.stdout.write("\n".join(lines) + ("\n" if lines else ""))
    return 1 if any(finding.severity.blocks for finding in findings) else 0


def _as_json(findings: Sequence[Finding]) -> list[str]:
    return [json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False, indent=1)]
