"""Put a seal on an OFD: a folder of its own for each signature, several seals one after another.

What was there keeps its bytes. Every part is protected: also earlier signatures, but not the list of signatures, so that
a further seal can follow; `whole` protects the list too, and then none can.
"""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.errors import NotSealable
from tongban.lib.ofd.geometry import Box, short
from tongban.lib.ofd.package import folder
from tongban.lib.ofd.signatures import placing
from tongban.lib.ofd.signatures.making import SM2_WITH_SM3, VERSION, Described, Signer, make_signed_value
from tongban.lib.ofd.signatures.placing import Placement
from tongban.lib.ofd.signatures.seals import parse_seal
from tongban.lib.ofd.signatures.structure import read_signatures, signatures_part, unlisted
from tongban.lib.ofd.writing.packing import pack
from tongban.lib.ofd.writing.xml import element, serialised
from tongban.lib.ofd.xml import child, children, local, parse, value

SM3 = "1.2.156.10197.1.401"
PROVIDER = "Tongban"
_AFTER = {"DocInfo", "DocRoot", "Versions"}

Digest = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class SealInUse:
    """A seal (the DER of a Seal.esl), somebody of its list who signs with it, SM3, and who stamps the time, if any."""

    seal: bytes
    signer: Signer
    digest: Digest
    stamp: Callable[[bytes], bytes] | None = None


def seal_ofd(data: bytes, *, using: SealInUse, places: Sequence[Placement], at: datetime, whole: bool = False) -> bytes:
    """The file with one more seal (GB/T 38540 v4), shown at `places`, signed at `at` (aware).

    Raises NotSealable: the seal is of another version, out of its time, or not this signer's; a place off the page; an
    earlier signature protects the list; several documents in one file. Raises OfdError where the file cannot be read.
    The earlier signatures are not examined: that is the caller's part.
    """
    ofd = Ofd(data)
    _check_seal(using, at)
    _check_file(ofd)
    placing.check(ofd.document, places)
    parts = {name: ofd.package.read(name) for name in ofd.package.names}
    listing = _linked(ofd, parts)
    return pack(_Signing(ofd.document, parts, listing).signed(using, places, at, whole=whole))


def _check_seal(using: SealInUse, at: datetime) -> None:
    found = parse_seal(using.seal)
    if found.version != VERSION:
        raise NotSealable("印章不是 GB/T 38540 第 4 版")
    if using.signer.certificate not in found.certificates:
        raise NotSealable("签章人不在印章的签章人名单中")
    if not (found.not_before and found.not_after and found.not_before <= at <= found.not_after):
        raise NotSealable("印章不在有效期内")


def _check_file(ofd: Ofd) -> None:
    if len(ofd.documents) != 1:
        raise NotSealable("文件含有多个文档")
    found = read_signatures(ofd.document)
    listing = signatures_part(ofd.document)
    if any(each.problem for each in found) or unlisted(ofd.document, found):
        raise NotSealable("已有的签章不完整")
    if any(reference.part == listing for each in found for reference in each.references):
        raise NotSealable("先前的签章已锁定整个文件，不能续签")


def _linked(ofd: Ofd, parts: dict[str, bytes]) -> str:
    """The path of the list of signatures; OFD.xml is made to name one where it names none."""
    known = signatures_part(ofd.document)
    if known:
        return known
    name = f"{folder(ofd.document.part)}/Signs/Signatures.xml".lstrip("/")
    root = parse(parts["OFD.xml"], name="OFD.xml")
    body = next(children(root, "DocBody"))
    last = max(at for at, each in enumerate(body) if local(each) in _AFTER)
    link = etree.Element(_same_space(body, "Signatures"), nsmap=body.nsmap)
    link.text = f"/{name}"
    body.insert(last + 1, link)
    parts["OFD.xml"] = serialised(root)
    return name


def _same_space(beside: etree._Element, name: str) -> str:
    return f"{{{etree.QName(beside).namespace}}}{name}" if etree.QName(beside).namespace else name


class _Signing:
    def __init__(self, document: Document, parts: dict[str, bytes], listing: str) -> None:
        self._document, self._parts, self._listing = document, parts, listing
        self._root = parse(parts[listing], name=listing) if listing in parts else element("Signatures")
        self._next = self._first_free()

    def signed(self, using: SealInUse, places: Sequence[Placement], at: datetime, *, whole: bool) -> dict[str, bytes]:
        base = self._folder()
        id_, stamps = self._identify(), [self._stamp(place) for place in places]
        self._list(id_, f"{base}/Signature.xml")
        self._parts[f"{base}/Seal.esl"] = using.seal
        protected = [name for name in self._parts if whole or name != self._listing]
        references = [_reference(name, using.digest(self._parts[name])) for name in protected]
        description = serialised(_description(base, references, stamps, at))
        self._parts[f"{base}/Signature.xml"] = description
        self._parts[f"{base}/SignedValue.dat"] = make_signed_value(
            Described(f"{base}/Signature.xml", using.digest(description)),
            seal=using.seal,
            at=at,
            signer=using.signer,
            stamp=using.stamp,
        )
        return self._parts

    def _folder(self) -> str:
        start = folder(self._listing)
        taken = {name.casefold() for name in self._parts}
        number = 0
        while any(name.startswith(f"{start}/Sign_{number}/".casefold()) for name in taken):
            number += 1
        return f"{start}/Sign_{number}".lstrip("/")

    def _identify(self) -> str:
        self._next += 1
        return f"s{self._next:03d}"

    def _first_free(self) -> int:
        """The greatest number that any identifier of signatures or stamps carries."""
        named = [value(each, "ID") for each in children(self._root, "Signature")]
        found = child(self._root, "MaxSignId")
        named += [found.text or ""] if found is not None else []
        named += [stamp.id for each in read_signatures(self._document) for stamp in each.stamps]
        return max((int(match[0][-9:]) for name in named if (match := re.search(r"\d+$", name))), default=0)

    def _list(self, id_: str, part: str) -> None:
        entry = element("Signature", {"ID": id_, "Type": "Seal", "BaseLoc": f"/{part}"})
        greatest = child(self._root, "MaxSignId")
        if greatest is None:
            greatest = element("MaxSignId")
            self._root.insert(0, greatest)
        greatest.text = f"s{self._next:03d}"
        self._root.append(entry)
        self._parts[self._listing] = serialised(self._root)

    def _stamp(self, place: Placement) -> etree._Element:
        attributes = {
            "ID": self._identify(),
            "PageRef": self._document.pages[place.page - 1].id,
            "Boundary": _box(place.box),
            "Clip": _box(place.clip) if place.clip else "",
        }
        return element("StampAnnot", attributes)


def _reference(name: str, digest: bytes) -> etree._Element:
    check = element("CheckValue", text=base64.b64encode(digest).decode())
    return element("Reference", {"FileRef": f"/{name}"}, check)


def _description(
    base: str, references: Sequence[etree._Element], stamps: Sequence[etree._Element], at: datetime
) -> etree._Element:
    """Signature.xml in the order of the schema."""
    information = element(
        "SignedInfo",
        None,
        element("Provider", {"ProviderName": PROVIDER, "Version": "1.0", "Company": PROVIDER}),
        element("SignatureMethod", text=SM2_WITH_SM3),
        element("SignatureDateTime", text=at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ")),
        element("References", {"CheckMethod": SM3}, *references),
        *stamps,
        element("Seal", None, element("BaseLoc", text=f"/{base}/Seal.esl")),
    )
    return element("Signature", None, information, element("SignedValue", text=f"/{base}/SignedValue.dat"))


def _box(box: Box) -> str:
    return " ".join(short(each) for each in (box.x, box.y, box.width, box.height))
