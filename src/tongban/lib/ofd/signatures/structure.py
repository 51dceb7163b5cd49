"""Signatures.xml and the Signature.xml of each signature (GB/T 33190-2016, clause 18), read as vendors write them."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.package import folder
from tongban.lib.ofd.xml import Element, child, children, parse, text, value

MAX_SIGNATURES = 256
MAX_REFERENCES = 50_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A protected part with its digest as written; `digest` is None where it cannot be read."""

    part: str
    digest: bytes | None


@dataclass(frozen=True, slots=True)
class StampPlace:
    """Where the seal shows on a page: millimetres from the page's top left corner; `clip` from the seal's own."""

    id: str
    page_id: str
    box: Box
    clip: Box | None


@dataclass(frozen=True)
class SignatureFile:
    """One signature of a document. `problem` says why nothing more could be read; it is empty otherwise."""

    id: str
    kind: str  # Seal or Sign
    part: str
    problem: str = ""
    data: bytes = field(default=b"", repr=False)
    provider: str = ""
    method: str = ""
    stated_time: str = ""
    digest_method: str = ""
    references: tuple[Reference, ...] = field(default=(), repr=False)
    stamps: tuple[StampPlace, ...] = ()
    seal_part: str = ""
    value_part: str = ""


def signatures_part(document: Document) -> str:
    """The path of Signatures.xml as DocBody names it; empty where it names none."""
    location = text(child(document.body, "Signatures"))
    return document.package.resolve(location) if location else ""


def read_signatures(document: Document) -> tuple[SignatureFile, ...]:
    """The signatures in the order of the list; never an error: a signature that cannot be read says so.

    A list that cannot be read is one signature with a problem.
    """
    try:
        part = signatures_part(document)
        if not part:
            return ()
        root = document.parsed(part)
    except OfdError as error:
        return (SignatureFile("", "Seal", "", problem=str(error)),)
    listed = list(children(root, "Signature"))[: MAX_SIGNATURES + 1]
    if len(listed) > MAX_SIGNATURES:
        return (SignatureFile("", "Seal", part, problem="签章过多"),)
    return tuple(_read(document, part, each) for each in listed)


def unlisted(document: Document, listed: tuple[SignatureFile, ...]) -> tuple[str, ...]:
    """Signature.xml parts that no list leads to: signatures that somebody may have taken out of it."""
    known = {each.part.casefold() for each in listed}
    lost = (name for name in document.package.names if name.rpartition("/")[2].casefold() == "signature.xml")
    return tuple(name for name in lost if name.casefold() not in known)


def _read(document: Document, listed_in: str, entry: Element) -> SignatureFile:
    id_, kind = value(entry, "ID"), value(entry, "Type", "Seal")
    part = ""
    try:
        part = document.locate(value(entry, "BaseLoc"), listed_in)
        data = document.package.read(part)
        return _opened(document, id_, kind, part, data)
    except OfdError as error:
        return SignatureFile(id_, kind, part, problem=str(error))


def _opened(document: Document, id_: str, kind: str, part: str, data: bytes) -> SignatureFile:
    root = parse(data, name=part)
    signed = child(root, "SignedInfo")
    listed = child(signed, "References")
    seal = text(child(child(signed, "Seal"), "BaseLoc")) or text(child(signed, "Seal"))
    location = text(child(root, "SignedValue"))
    return SignatureFile(
        id=id_,
        kind=kind,
        part=part,
        problem="" if location else "没有签名值",
        data=data,
        provider=value(child(signed, "Provider"), "ProviderName"),
        method=text(child(signed, "SignatureMethod")),
        stated_time=text(child(signed, "SignatureDateTime")),
        digest_method=value(listed, "CheckMethod"),
        references=tuple(_references(document, part, listed)),
        stamps=tuple(_stamps(signed)),
        seal_part=document.locate(seal, part) if seal else "",
        value_part=document.locate(location, part) if location else "",
    )


def _references(document: Document, part: str, listed: Element | None) -> Iterator[Reference]:
    for number, each in enumerate(children(listed, "Reference")):
        if number >= MAX_REFERENCES:
            return
        location = document.package.resolve(value(each, "FileRef"), within=folder(part))
        yield Reference(location, _decoded(value(each, "CheckValue")))


def _decoded(written: str) -> bytes | None:
    try:
        return base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _stamps(signed: Element | None) -> Iterator[StampPlace]:
    for each in children(signed, "StampAnnot"):
        box = Box.read(value(each, "Boundary"))
        if box:
            yield StampPlace(value(each, "ID"), value(each, "PageRef"), box, Box.read(value(each, "Clip")))
