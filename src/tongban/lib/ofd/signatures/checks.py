"""Is this what was signed? The questions of integrity about each signature, in the order a verifier asks them.

The cryptography comes from the caller (`Cryptography`): this library knows what is signed, not how. Whether the signer
may be relied on (chains, revocation) is the caller's as well; what he needs for it is in `Examined`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tongban.lib.ofd.document import Document, Page
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.extras import annotation_parts
from tongban.lib.ofd.signatures.seals import SealSignature, is_signed_data, parse_signed_value
from tongban.lib.ofd.signatures.structure import SignatureFile, read_signatures, signatures_part, unlisted
from tongban.lib.ofd.xml import children, text

_SM3 = {"", "SM3", "1.2.156.10197.1.401", "1.2.156.10197.1.401.1"}
_OTHER_DIGESTS = {"MD5", "SHA1", "SHA-1", "SHA256", "SHA-256", "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"}
_SM2_WITH_SM3 = {"1.2.156.10197.1.501", "1.2.156.10197.501"}
_SHOWN = 3


class Cryptography(Protocol):
    """What the checks need. Certificates are DER as they stand in the file; nothing here may raise for damaged ones."""

    def digest(self, data: bytes) -> bytes:
        """SM3 of `data`."""
        ...

    def verify(self, *, certificate: bytes, data: bytes, signature: bytes) -> bool | None:
        """Whether the key of `certificate` made the SM2 `signature` over `data`; None: not an SM2 certificate."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One question with its answer; `ok` is None where it cannot be decided."""

    name: str
    ok: bool | None
    text: str


@dataclass(frozen=True)
class Examined:
    """One signature with the answers. Exactly one of `seal_signature` and `signed_data` is there, if it can be read.

    `signed_data` (GB/T 35275) is not looked into: the caller checks it against `signature_file.data`. `uncovered` are
    parts that show on the pages and that this signature does not protect; what is more, the pages themselves are in
    `findings`.
    """

    signature_file: SignatureFile
    findings: tuple[Finding, ...]
    seal_signature: SealSignature | None = None
    signed_data: bytes | None = field(default=None, repr=False)
    uncovered: tuple[str, ...] = ()


def examine(document: Document, cryptography: Cryptography) -> tuple[Examined, ...]:
    """All signatures of the document in their order. Raises OfdError only where the document has no readable pages."""
    digests = _Digests(document, cryptography)
    return tuple(_examined(document, found, cryptography, digests) for found in read_signatures(document))


def warnings(document: Document, examined: Sequence[Examined]) -> tuple[str, ...]:
    """What no signature protects, and signatures that no list leads to, as sentences."""
    files = tuple(each.signature_file for each in examined)
    protected = {reference.part for each in files for reference in each.references}
    own = {part for each in files for part in (each.part, each.value_part, each.seal_part)}
    own.add(signatures_part(document) if files and not files[0].problem else "")
    loose = [name for name in document.package.names if name not in protected | own] if files else []
    lost = unlisted(document, files)
    found = []
    if loose:
        found.append(f"以下部件未受签章保护：{_named(loose)}")
    if lost:
        found.append(f"文件中还有没有登记的签章：{_named(lost)}")
    return tuple(found)


class _Digests:
    """The digest of each part, computed once for all signatures."""

    def __init__(self, document: Document, cryptography: Cryptography) -> None:
        self._document = document
        self._cryptography = cryptography
        self._known: dict[str, bytes | None] = {}

    def of(self, part: str) -> bytes | None:
        """None for a part that is missing or damaged."""
        if part not in self._known:
            try:
                self._known[part] = self._cryptography.digest(self._document.package.read(part))
            except OfdError:
                self._known[part] = None
        return self._known[part]


def _examined(document: Document, found: SignatureFile, cryptography: Cryptography, digests: _Digests) -> Examined:
    if found.problem:
        return Examined(found, (Finding("structure", False, f"签章无法读取：{found.problem}"),))
    uncovered, covered = _coverage(document, found)
    around = [*_references(found, digests), covered]
    try:
        value = document.package.read(found.value_part)
        if is_signed_data(value):
            return Examined(found, tuple(around), signed_data=value, uncovered=uncovered)
        signature = parse_signed_value(value)
    except OfdError as error:
        around.append(Finding("structure", False, f"签名值无法读取：{error}"))
        return Examined(found, tuple(around), uncovered=uncovered)
    inside = _sealed(document, found, signature, cryptography)
    return Examined(found, (*around, *inside), seal_signature=signature, uncovered=uncovered)


def _references(found: SignatureFile, digests: _Digests) -> Iterator[Finding]:
    if not found.references:
        yield Finding("references", False, "签章没有列出任何受保护的文件")
        return
    wrong = [each.part for each in found.references if each.digest is None or digests.of(each.part) != each.digest]
    method = found.digest_method.upper()
    if not wrong:
        yield Finding("references", True, f"受保护的 {len(found.references)} 个文件与签章时一致")
    elif method in _OTHER_DIGESTS:
        yield Finding("references", None, f"杂凑算法 {found.digest_method} 不是 SM3，不能查验")
    else:
        odd = "" if method in _SM3 else f"（杂凑算法 {found.digest_method} 不是标准算法）"
        yield Finding("references", False, f"{len(wrong)} 个文件与签章时不一致{odd}：{_named(wrong)}")


def _coverage(document: Document, found: SignatureFile) -> tuple[tuple[str, ...], Finding]:
    """Whether the document that readers show is the one that was signed, and what else on its pages is loose."""
    protected = {each.part for each in found.references}
    core = [document.part, *dict.fromkeys(page.part for page in document.pages)]
    bare = [part for part in core if part not in protected]
    loose = tuple(part for part in _visible(document) if part not in protected)
    if bare:
        return loose, Finding("coverage", False, f"签章没有保护所显示的页面：{_named(bare)}")
    return loose, Finding("coverage", True, "所显示的页面都在签章保护之内")


def _visible(document: Document) -> Iterator[str]:
    """Parts that change what the pages look like, without the pages themselves, as far as they are there."""
    media = [each.part for each in document.resources.media.values()]
    fonts = [each.part for each in document.resources.fonts.values()]
    own = [document.locate(text(each), page.part) for page in document.pages for each in children(page.root, "PageRes")]
    parts = (
        *document.template_parts.values(),
        *document.resource_parts,
        *own,
        *media,
        *fonts,
        *annotation_parts(document),
    )
    yield from (part for part in dict.fromkeys(parts) if part and part in document.package)


def _page_resources(page: Page) -> list[str]:
    try:
        return [page.document.locate(text(each), page.part) for each in children(page.root, "PageRes")]
    except OfdError:
        return []  # the page itself is among the protected parts, or the coverage fails


def _sealed(
    document: Document, found: SignatureFile, signature: SealSignature, cryptography: Cryptography
) -> Iterator[Finding]:
    seal = signature.seal
    if found.seal_part:
        yield _seal_file(document, found, seal.raw)
    same = signature.data_hash == cryptography.digest(found.data)
    yield _answer("data_hash", same, "签章描述（Signature.xml）与签章时一致", "签章描述（Signature.xml）与签章时不一致")
    good = _verified(signature.certificate, signature.algorithm, signature.signed, signature.signature, cryptography)
    yield _answer("signature", good, "签名值正确", "签名值不正确", "签名不是 SM2，不能验证")
    made = _verified(seal.maker, seal.algorithm, seal.signed, seal.signature, cryptography)
    yield _answer(
        "seal_signature",
        made,
        f"印章“{seal.name}”由制章人签名，未被改动",
        "印章的制章人签名不正确",
        "印章的签名不是 SM2，不能验证",
    )
    yield _membership(signature, cryptography)


def _seal_file(document: Document, found: SignatureFile, raw: bytes) -> Finding:
    try:
        same = document.package.read(found.seal_part) == raw
    except OfdError:
        same = False
    return _answer("seal_file", same, "印章文件与签章中的印章相同", "印章文件与签章中的印章不同")


def _verified(
    certificate: bytes, algorithm: str, data: bytes, signature: bytes, cryptography: Cryptography
) -> bool | None:
    if algorithm not in _SM2_WITH_SM3:
        return None
    return cryptography.verify(certificate=certificate, data=data, signature=signature)


def _membership(signature: SealSignature, cryptography: Cryptography) -> Finding:
    seal = signature.seal
    if seal.digests:
        known = cryptography.digest(signature.certificate) in {value for _, value in seal.digests}
    else:
        known = signature.certificate in seal.certificates
    return _answer("signer_in_seal", known, "签章人在印章的签章人名单中", "签章人不在印章的签章人名单中")


def _answer(name: str, ok: bool | None, yes: str, no: str, unknown: str = "不能判定") -> Finding:
    return Finding(name, ok, {True: yes, False: no, None: unknown}[ok])


def _named(parts: Sequence[str]) -> str:
    rest = f" 等 {len(parts)} 个" if len(parts) > _SHOWN else ""
    return "、".join(parts[:_SHOWN]) + rest
