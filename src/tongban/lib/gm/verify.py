"""The function behind `tongban verify FILE`: what is this file's signature worth?

Exit codes: 0 valid; 1 integrity broken or a signature wrong; 2 sound but not decidable (no trust anchor given, the
chain ends elsewhere, a certificate outside its time); 3 not signed or unreadable; 64 the command itself
is wrong; 69 no national cryptography on this machine.
The kind of file is told by its content, never by its name. Nothing is fetched, nothing is stored.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tongban.lib.gm.errors import CertificateInvalid, FileUnreadable, ProviderUnavailable
from tongban.lib.gm.files import MAX_SIZE, is_pdf, verify_pdf
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.report import Check, Place, Report, Result, SignatureReport
from tongban.lib.gm.times import shown, time_argument
from tongban.lib.gm.x509 import parse_certificates
from tongban.lib.terminal import UNAVAILABLE, USAGE, Parser, printable

# How to recognise a kind of file, and how to check it. Who knows further kinds gives them to `report` and `main`.
Kinds = Sequence[tuple[Callable[[bytes], bool], Callable[..., Report]]]
PDF_ONLY: Kinds = ((is_pdf, verify_pdf),)

_EXIT = {Result.VALID: 0, Result.INVALID: 1, Result.UNDETERMINED: 2, Result.UNSIGNED: 3, Result.UNREADABLE: 3}
_VERDICT = {
    Result.VALID: "有效：签章完好，签章人可信",
    Result.INVALID: "无效：文件被改动过，或签章不正确",
    Result.UNDETERMINED: "不能判定：签章完好，但签章人是否可信尚不能确定",
    Result.UNSIGNED: "没有签章",
    Result.UNREADABLE: "文件无法读取",
}
_MARK = {True: "✓", False: "✗", None: "？"}


def report(data: bytes, *, anchors: Anchors, at: datetime, kinds: Kinds = PDF_ONLY) -> Report:
    """The report on `data`, whatever it is, judged for the time `at`; never an error: what cannot be read says so."""
    try:
        for recognises, check in kinds:
            if recognises(data):
                return check(data, trust=anchors.certificates, crls=anchors.crls, at=at)
        raise FileUnreadable("不是本系统能查验的格式")
    except FileUnreadable as error:
        return Report(Result.UNREADABLE, warnings=(str(error),))


def exit_code(found: Report) -> int:
    """The exit code of the command for `found`."""
    return _EXIT[found.result]


def render_json(found: Report) -> str:
    """The report for programs: result, signatures with their checks (`ok` is true, false or null), warnings."""
    signatures = [
        {"id": one.id, "form": one.form, "signer": one.signer, "checks": [_line(check) for check in one.checks]}
        for one in found.signatures
    ]
    whole = {"result": found.result.value, "signatures": signatures, "warnings": list(found.warnings)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def render_text(found: Report) -> str:
    """The report for people, in Chinese, one line per check."""
    lines = [f"结论：{_VERDICT[found.result]}"]
    for one in found.signatures:
        lines += ["", *_signature_lines(one)]
    if found.warnings:
        lines += ["", *(f"提示：{warning}" for warning in found.warnings)]
    return "\n".join(printable(line) for line in lines)


def main(argv: Sequence[str], *, kinds: Kinds = PDF_ONLY) -> int:
    """Run the command with `argv` (without the program's name), print the report, return the exit code."""
    options = _parser().parse_args(argv)
    try:
        anchors = _anchors(options.trust, options.crl)
        found = _report_of(options.file, anchors, options.at or datetime.now(tz=UTC), kinds)
    except (OSError, CertificateInvalid) as error:
        sys.stderr.write(f"信任锚或吊销列表无法读取：{error}\n")
        return USAGE
    except ProviderUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    sys.stdout.write((render_json(found) if options.json else render_text(found)) + "\n")
    return exit_code(found)


def _report_of(path: Path, anchors: Anchors, at: datetime, kinds: Kinds) -> Report:
    try:
        if path.stat().st_size > MAX_SIZE:
            return Report(Result.UNREADABLE, warnings=("文件过大",))
        data = path.read_bytes()
    except OSError as error:
        return Report(Result.UNREADABLE, warnings=(f"打不开文件：{error.strerror}",))
    return report(data, anchors=anchors, at=at, kinds=kinds)


def _anchors(trust: Sequence[Path], crls: Sequence[Path]) -> Anchors:
    certificates = tuple(found for path in trust for found in parse_certificates(path.read_bytes()))
    return Anchors(certificates, tuple(path.read_bytes() for path in crls))


def _line(check: Check) -> dict[str, str | bool | None]:
    return {"name": check.name, "ok": check.ok}


def _signature_lines(one: SignatureReport) -> Iterator[str]:
    yield f"签章 {one.id}　{one.signer or '（签章人不明）'}　{one.form}"
    if one.signed_at:
        yield f"  签章时间：{shown(one.signed_at)}"
    if one.place:
        yield f"  位置：{_where(one.place)}"
    for title, about in (("完整性", "integrity"), ("有效性", "validity")):
        checks = [check for check in one.checks if check.about == about]
        if checks:
            yield f"  {title}："
            yield from (f"    {_MARK[check.ok]} {check.text}" for check in checks)


def _where(place: Place) -> str:
    return f"第 {place.page} 页，距左边 {place.x:g} mm、上边 {place.y:g} mm，{place.width:g} × {place.height:g} mm"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="tongban verify", description="查验文件上的电子签章")
    parser.add_argument("file", type=Path, metavar="FILE", help="要查验的文件")
    parser.add_argument("--trust", type=Path, action="append", default=[], metavar="CA.pem", help="信任锚，可给多次")
    parser.add_argument("--crl", type=Path, action="append", default=[], metavar="CRL", help="吊销列表，可给多次")
    parser.add_argument("--at", type=time_argument, metavar="TIME", help="按此时间判断（默认现在；不带时区为北京时间）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser
