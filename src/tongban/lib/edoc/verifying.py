"""Check the seals of an OFD: was anything changed, and may the signers be relied on?

The order of the questions is that of GB/T 38540: digests, seal file, digest of Signature.xml, signer's signature, seal
maker's signature, signer in the seal's list (integrity); then times, chains and revocation (validity).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from tongban.lib.edoc.cryptography import NationalCryptography
from tongban.lib.gm.cms import check_signed_data, parse_signed_data
from tongban.lib.gm.errors import CertificateInvalid, FileUnreadable, SignedDataInvalid
from tongban.lib.gm.files import is_pdf
from tongban.lib.gm.path import NOT_CHECKED, Anchors, check_path
from tongban.lib.gm.report import SELF_STATED, Check, Place, Report, SignatureReport, summed_up
from tongban.lib.gm.times import shown
from tongban.lib.gm.timestamps import check_token
from tongban.lib.gm.x509 import Certificate, parse_certificate
from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.signatures.checks import Examined, examine, warnings
from tongban.lib.ofd.signatures.der import read_time
from tongban.lib.ofd.signatures.seals import Seal, SealSignature
from tongban.lib.ofd.signatures.structure import unlisted

_ENTRIES = "文件附有 GM/T 0099 完整性信息（OFDEntries.xml），本系统不查验"
_TWO_KINDS = "文件同时带有 PDF 的标记，用 PDF 软件打开可能看到别的内容"
_SIGNED_DATA_FORM = "GB/T 35275 (OFD)"
_SHOWN = 3


def verify_ofd(data: bytes, *, trust: Sequence[Certificate] = (), at: datetime, crls: Sequence[bytes] = ()) -> Report:
    """The report on all signatures of `data`, judged for the time `at` by the anchors `trust` and revocation lists `crls`.

    Raises FileUnreadable for what is no OFD, is truncated, damaged or too large.
    """
    anchors = Anchors(tuple(trust), tuple(crls))
    try:
        ofd = Ofd(data)
        found = [_document(document, anchors, at) for document in ofd.documents]
    except OfdError as error:
        raise FileUnreadable(str(error)) from error
    signatures = [_numbered(each, number) for each, number in zip((s for own, _ in found for s in own), count(1))]
    said = [warning for _, own in found for warning in own]
    return summed_up(tuple(signatures), tuple(dict.fromkeys([*said, *_general(data, ofd, signatures, anchors)])))


def _numbered(report: SignatureReport, number: int) -> SignatureReport:
    return replace(report, id=f"s{number:03d}")


def _general(data: bytes, ofd: Ofd, signatures: Sequence[SignatureReport], anchors: Anchors) -> Iterator[str]:
    if signatures:
        if not all(each.stamped for each in signatures):
            yield SELF_STATED
        if not anchors.crls:
            yield NOT_CHECKED
    if "OFDEntries.xml" in ofd.package:
        yield _ENTRIES
    if is_pdf(data):
        yield _TWO_KINDS


def _document(document: Document, anchors: Anchors, at: datetime) -> tuple[list[SignatureReport], tuple[str, ...]]:
    examined = examine(document, NationalCryptography())
    lost = unlisted(document, ())
    if not examined and lost:
        check = Check("structure", False, "文件中有签章，但没有登记在文档里", "integrity")
        return [SignatureReport("", "OFD", "", (check,))], ()
    reports = [_report(document, each, anchors, at) for each in examined]
    return reports, warnings(document, examined)


def _report(document: Document, found: Examined, anchors: Anchors, at: datetime) -> SignatureReport:
    integrity = tuple(Check(each.name, each.ok, each.text, "integrity") for each in found.findings)
    bare = SignatureReport("", "OFD", "", integrity, place=_place(document, found))
    if found.seal_signature:
        return _with_seal(bare, found, found.seal_signature, anchors, at)
    if found.signed_data is not None:
        return _with_signed_data(bare, found, found.signed_data, anchors, at)
    return bare


def _place(document: Document, found: Examined) -> Place | None:
    for stamp in found.signature_file.stamps:
        page = document.page_numbers.get(stamp.page_id)
        if page:
            box, part = stamp.box, stamp.clip
            left, top = (part.x, part.y) if part else (0.0, 0.0)
            seen = part or box
            return Place(page, box.x + left, box.y + top, seen.width, seen.height)
    return None


def _with_seal(
    bare: SignatureReport, found: Examined, signature: SealSignature, anchors: Anchors, at: datetime
) -> SignatureReport:
    seal = signature.seal
    signer, maker = _certificate(signature.certificate), _certificate(seal.maker)
    stamp, stamped_at = check_token(signature.time_stamp, data=signature.signature, anchors=anchors, at=at)
    signed_at = stamped_at or signature.time
    checks = [*bare.checks, *stamp, *_uncovered(found), *_seal_times(seal, signed_at, at)]
    for name, certificate in (("", signer), ("maker_", maker)):
        others = [each for each in (signer, maker) if each and each is not certificate]
        checks += _path(name, certificate, others, anchors, _Times(signed_at, at, stamped_at is not None))
    who = str(signer.subject) if signer else ""
    return replace(bare, form=seal.form, signer=_named(seal, who), checks=tuple(checks), signed_at=signed_at)


@dataclass(frozen=True, slots=True)
class _Times:
    signed_at: datetime | None
    at: datetime
    stamped: bool


def _named(seal: Seal, who: str) -> str:
    return seal.name if not who or seal.name in who else f"{seal.name}（证书：{who}）" if seal.name else who


def _certificate(der: bytes) -> Certificate | None:
    try:
        return parse_certificate(der)
    except CertificateInvalid:
        return None


def _uncovered(found: Examined) -> Iterator[Check]:
    if found.uncovered:
        names = "、".join(found.uncovered[:_SHOWN])
        yield Check("unprotected", None, f"页面所用的部件未受此签章保护，可能在签章后改动过：{names}", "validity")


def _path(
    prefix: str,
    certificate: Certificate | None,
    others: Sequence[Certificate],
    anchors: Anchors,
    times: "_Times",
) -> Iterable[Check]:
    """The questions about one certificate; those about the seal's maker have `maker_` before their names."""
    if certificate is None:
        return [Check(f"{prefix}certificate", False, "证书无法识别", "validity")]
    found = check_path(
        certificate, others=others, anchors=anchors, signed_at=times.signed_at, at=times.at, stamped=times.stamped
    )
    if not prefix:
        return found
    return [replace(each, name=prefix + each.name, text=f"制章人：{each.text}") for each in found]


def _seal_times(seal: Seal, signed_at: datetime | None, at: datetime) -> Iterator[Check]:
    for name, moment, when in (("seal_signing_time", "签章时", signed_at), ("seal_current_time", "查验时", at)):
        yield _within(seal, name, moment, when)


def _within(seal: Seal, name: str, moment: str, when: datetime | None) -> Check:
    if when is None or seal.not_before is None or seal.not_after is None:
        return Check(name, None, f"{moment}间或印章的有效期未载明", "validity")
    if seal.not_before <= when <= seal.not_after:
        return Check(name, True, f"{moment}（{shown(when)}）印章在有效期内", "validity")
    period = f"{shown(seal.not_before)}至{shown(seal.not_after)}"
    return Check(name, None, f"{moment}（{shown(when)}）不在印章的有效期内（{period}）", "validity")


def _with_signed_data(
    bare: SignatureReport, found: Examined, der: bytes, anchors: Anchors, at: datetime
) -> SignatureReport:
    try:
        signed = parse_signed_data(der)
    except SignedDataInvalid as error:
        check = Check("structure", False, str(error), "integrity")
        return replace(bare, form=_SIGNED_DATA_FORM, checks=(*bare.checks, check))
    stamp, stamped_at = check_token(signed.time_stamp, data=signed.signature, anchors=anchors, at=at)
    signed_at = stamped_at or signed.signing_time or read_time(found.signature_file.stated_time)
    times = _Times(signed_at, at, stamped_at is not None)
    checks = (
        *bare.checks,
        *check_signed_data(signed, content=found.signature_file.data),
        *stamp,
        *_uncovered(found),
        *_path("", signed.certificate, signed.others, anchors, times),
    )
    return replace(
        bare, form=_SIGNED_DATA_FORM, signer=str(signed.certificate.subject), checks=checks, signed_at=signed_at
    )
