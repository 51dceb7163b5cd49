"""Check a PDF's signatures: was anything changed, and may the signers be relied on?

Strict on purpose: every byte of the file must be explained. What follows the last signature makes the file invalid;
what follows an earlier one must be further signatures and nothing else. A seal's picture proves nothing and is not
looked at; its place is reported so that a reader can see what a later seal may cover.
"""

from collections.abc import Sequence
from datetime import datetime

from tongban.lib.gm.cms import SignedData, check_signed_data, parse_signed_data
from tongban.lib.gm.errors import FileUnreadable, SignedDataInvalid
from tongban.lib.gm.files import MAX_SIZE, is_pdf
from tongban.lib.gm.path import NOT_CHECKED, Anchors, check_path
from tongban.lib.gm.pdf.reading import Embedded, PdfFile, hidden_signature
from tongban.lib.gm.report import SELF_STATED, Check, Report, Result, SignatureReport, summed_up
from tongban.lib.gm.timestamps import check_token
from tongban.lib.gm.x509 import Certificate

_FORM, _OTHER_FORM = "GB/T 35275 (PDF)", "PDF"
_UNSUPPORTED = {"/DocTimeStamp", "/ETSI.RFC3161", "/adbe.x509.rsa_sha1", "/adbe.pkcs7.sha1"}


def verify_pdf(data: bytes, *, trust: Sequence[Certificate] = (), at: datetime, crls: Sequence[bytes] = ()) -> Report:
    """The report on all signatures of `data`, judged for the time `at` by the anchors `trust` and revocation lists `crls`.

    Raises FileUnreadable for what is no PDF, is truncated, damaged before it was signed, encrypted or larger than
    MAX_SIZE. A damaged file that still holds a signature of its own is *invalid* instead.
    """
    if not is_pdf(data) or len(data) > MAX_SIZE:
        raise FileUnreadable("不是 PDF 文件" if len(data) <= MAX_SIZE else "文件过大")
    try:
        file = PdfFile(data)
    except FileUnreadable:
        if hidden_signature(data):
            return _broken()
        raise
    if not file.signatures:
        return _broken() if hidden_signature(data) else Report(Result.UNSIGNED)
    anchors = Anchors(tuple(trust), tuple(crls))
    reports = tuple(_report(file, number, anchors, at) for number in range(len(file.signatures)))
    return summed_up(reports, _warnings(reports, anchors))


def _broken() -> Report:
    check = Check("structure", False, "文件中有签章，但文件结构已被破坏", "integrity")
    return summed_up((SignatureReport("s001", _OTHER_FORM, "", (check,)),), ())


def _warnings(reports: Sequence[SignatureReport], anchors: Anchors) -> tuple[str, ...]:
    stated = () if all(report.stamped for report in reports) else (SELF_STATED,)
    return stated if anchors.crls else (*stated, NOT_CHECKED)


def _report(file: PdfFile, number: int, anchors: Anchors, at: datetime) -> SignatureReport:
    found = file.signatures[number]
    around = (_byte_range(file, found), _changes(file, number))
    try:
        signed = parse_signed_data(found.signed_data() or b"")
    except SignedDataInvalid as error:
        check = _unread(found, str(error))
        return SignatureReport(_id(number), _OTHER_FORM, "", (*around, check), place=found.place)
    stamp, stamped_at = check_token(signed.time_stamp, data=signed.signature, anchors=anchors, at=at)
    path = check_path(
        signed.certificate,
        others=signed.others,
        anchors=anchors,
        signed_at=stamped_at or signed.signing_time,
        at=at,
        stamped=stamped_at is not None,
    )
    return SignatureReport(
        id=_id(number),
        form=_FORM if signed.national else _OTHER_FORM,
        signer=str(signed.certificate.subject),
        checks=(*around, *_inside(file, found, signed), *stamp, *path),
        signed_at=stamped_at or signed.signing_time,
        place=found.place,
    )


def _id(number: int) -> str:
    return f"s{number + 1:03d}"


def _byte_range(file: PdfFile, found: Embedded) -> Check:
    if found.encloses(file.data):
        return Check("byte_range", True, "签名范围除签名值外没有遗漏", "integrity")
    return Check("byte_range", False, "签名范围不正确", "integrity")


def _changes(file: PdfFile, number: int) -> Check:
    found, later = file.signatures[number], len(file.signatures) - number - 1
    rest = len(file.data) - found.end
    if rest == 0:
        return Check("later_changes", True, "签章后文件没有追加内容", "integrity")
    if not later or rest < 0:
        return Check("later_changes", False, f"签章后文件被追加了 {max(rest, 0)} 字节未签章的内容", "integrity")
    if file.later_changes(found):
        return Check("later_changes", False, "签章后文件的内容又被改动", "integrity")
    return Check("later_changes", True, f"签章后文件只追加了 {later} 个签章", "integrity")


def _inside(file: PdfFile, found: Embedded, signed: SignedData) -> tuple[Check, ...]:
    if not found.encloses(file.data):
        return ()
    return check_signed_data(signed, content=found.content(file.data))


def _unread(found: Embedded, reason: str) -> Check:
    if found.kind in _UNSUPPORTED:
        return Check("signed_data", None, f"签名格式 {found.kind[1:]} 本系统不能验证", "integrity")
    return Check("signed_data", False, reason, "integrity")
