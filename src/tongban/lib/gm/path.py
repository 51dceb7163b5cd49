"""Whether a certificate may be relied on: chain to a trust anchor, time, key usage, revocation (RFC 5280; SM2).

Each question is one `Check`. Deliberate answers: no anchor given, or a chain that ends elsewhere, is *undecided*
(None): the reader may hold the right anchor. A chain whose signature is wrong, or that leads through a certificate that
may not issue, is *no*. Not done: fetching anything from a network, name constraints, policies, delta and indirect CRLs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, pem

from tongban.lib.gm.oids import SM2_WITH_SM3
from tongban.lib.gm.report import Check
from tongban.lib.gm.times import shown
from tongban.lib.gm.x509 import Certificate, read_name

NOT_CHECKED = "未提供吊销列表，未查证书是否被吊销"
_MAX_INTERMEDIATES = 32
_MAX_DEPTH = 8
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Anchors:
    """What the reader trusts: root certificates, and the revocation lists (DER or PEM) that he holds."""

    certificates: tuple[Certificate, ...] = ()
    crls: tuple[bytes, ...] = ()


def check_path(
    leaf: Certificate,
    *,
    others: Sequence[Certificate],
    anchors: Anchors,
    signed_at: datetime | None,
    at: datetime,
    stamped: bool = False,
) -> tuple[Check, ...]:
    """All questions of validity about the signer's certificate `leaf`.

    `others` are the certificates found beside it; `signed_at` is the claimed time of signing (None: not stated), or
    that of a time stamp which may be relied on (`stamped`); `at` the time for which the reader asks. Without revocation
    lists there is no line on revocation: say NOT_CHECKED.
    """
    chain, trust = _chain(leaf, others[:_MAX_INTERMEDIATES], anchors.certificates)
    return (
        trust,
        _key_usage(leaf),
        _within("signing_time", "签章时", chain, signed_at),
        _within("current_time", "查验时", chain, at),
        *_revocation(chain, anchors, (signed_at or at, stamped), at),
    )


def _chain(
    leaf: Certificate, others: Sequence[Certificate], trust: Sequence[Certificate]
) -> tuple[tuple[Certificate, ...], Check]:
    chain = [leaf]
    while chain[-1] not in trust:
        here = chain[-1]
        candidates = [c for c in (*trust, *others) if c not in chain and _names(here, c)]
        if not candidates or len(chain) > _MAX_DEPTH:
            return tuple(chain), _no_anchor(here, given=bool(trust))
        answers = [(c, here.signed_by(c)) for c in candidates]
        issuer = next((c for c, ok in answers if ok), None)
        if issuer is None and any(ok is None for _, ok in answers):
            return tuple(chain), _trust(None, f"证书“{here.subject}”的签名算法本系统不能验证")
        if issuer is None:
            return tuple(chain), _trust(False, f"证书“{here.subject}”的签名与签发者不符")
        if not issuer.may_issue(below=len(chain) - 1):
            return tuple(chain), _trust(False, f"“{issuer.subject}”无权签发证书")
        chain.append(issuer)
    unknown = [oid for certificate in chain for oid in certificate.extensions.unknown_critical]
    if unknown:
        return tuple(chain), _trust(None, f"证书含有不认识的关键扩展 {unknown[0]}")
    return tuple(chain), _trust(True, f"证书链完整，信任锚为“{chain[-1].subject}”")


def _names(certificate: Certificate, issuer: Certificate) -> bool:
    if issuer.subject != certificate.issuer:
        return False
    known, wanted = issuer.extensions.key_id, certificate.extensions.authority_key_id
    return known is None or wanted is None or known == wanted


def _no_anchor(last: Certificate, *, given: bool) -> Check:
    if not given:
        return _trust(None, "未提供信任锚，不能判断签发者是否可信")
    return _trust(None, f"所给信任锚中没有“{last.issuer}”，不能判断签发者是否可信")


def _trust(ok: bool | None, text: str) -> Check:
    return Check("chain", ok, text, "validity")


def _key_usage(leaf: Certificate) -> Check:
    if leaf.may("digital_signature", "non_repudiation"):
        return Check("key_usage", True, "证书可用于签名", "validity")
    return Check("key_usage", False, "证书的密钥用途不含签名", "validity")


def _within(name: str, moment: str, chain: Iterable[Certificate], at: datetime | None) -> Check:
    if at is None:
        return Check(name, None, f"{moment}间未载明", "validity")
    for certificate in chain:
        if not certificate.valid_at(at):
            period = f"{shown(certificate.not_before)}至{shown(certificate.not_after)}"
            text = f"{moment}（{shown(at)}）不在证书“{certificate.subject}”的有效期内（{period}）"
            return Check(name, None, text, "validity")
    return Check(name, True, f"{moment}（{shown(at)}）证书在有效期内", "validity")


def _revocation(
    chain: Sequence[Certificate], anchors: Anchors, signed: tuple[datetime, bool], at: datetime
) -> Iterator[Check]:
    if not anchors.crls:
        return
    issuers = (*chain[1:], *anchors.certificates)
    lists = [found for data in anchors.crls if (found := _read_crl(data, issuers)) and found.covers(at)]
    for certificate in chain:
        if certificate not in anchors.certificates:
            yield _revocation_of(certificate, lists, signed)


def _revocation_of(
    certificate: Certificate, lists: Sequence["_RevocationList"], signed: tuple[datetime, bool]
) -> Check:
    own = [found for found in lists if found.issuer == certificate.issuer.der]
    if not own:
        return Check("revocation", None, f"没有“{certificate.issuer}”在查验时有效的吊销列表", "validity")
    times = [found.revoked[certificate.serial] for found in own if certificate.serial in found.revoked]
    if times:
        return _revoked(certificate, min(times), *signed)
    return Check("revocation", True, f"证书“{certificate.subject}”未被吊销", "validity")


def _revoked(certificate: Certificate, when: datetime, signed_at: datetime, stamped: bool) -> Check:
    text = f"证书“{certificate.subject}”已于 {shown(when)} 被吊销"
    if when <= signed_at:
        return Check("revocation", False, f"{text}，在签章之前", "validity")
    if stamped:
        return Check("revocation", True, f"{text}，在时间戳所证的签章时间之后", "validity")
    # Without a trusted time stamp a thief of the key may have dated the signature back.
    return Check("revocation", None, f"{text}；签章时间由签章人自报，不能确认在吊销之前", "validity")


@dataclass(frozen=True)
class _RevocationList:
    issuer: bytes
    this_update: datetime
    next_update: datetime | None
    revoked: dict[int, datetime]

    def covers(self, at: datetime) -> bool:
        return self.this_update <= at and (self.next_update is None or at <= self.next_update)


def _read_crl(data: bytes, issuers: Sequence[Certificate]) -> _RevocationList | None:
    """The list, when it is well formed and signed by one of `issuers`; otherwise None."""
    try:
        found = crl.CertificateList.load(pem.unarmor(data)[2] if pem.detect(data) else data, strict=True)
        content = found["tbs_cert_list"]
        issuer = read_name(content["issuer"].dump())
        signed = any(
            certificate.subject == issuer and certificate.may("crl_sign") and _signed(found, certificate)
            for certificate in issuers
        )
        if not signed:
            return None
        return _RevocationList(
            issuer.der,
            content["this_update"].native,
            content["next_update"].native,
            {
                entry["user_certificate"].native: entry["revocation_date"].native
                for entry in content["revoked_certificates"]
            },
        )
    except _DAMAGE:
        return None


def _signed(found: crl.CertificateList, issuer: Certificate) -> bool:
    if issuer.public_key is None or found["signature_algorithm"]["algorithm"].dotted != SM2_WITH_SM3:
        return False
    return issuer.public_key.verify(found["tbs_cert_list"].dump(), found["signature"].native)
