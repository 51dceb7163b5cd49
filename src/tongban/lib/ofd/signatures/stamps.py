"""The seals that show on the pages, whether their signatures hold or not: that is what `checks` is for."""

from collections.abc import Iterator

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.render.page import Stamp
from tongban.lib.ofd.signatures.seals import Seal, is_signed_data, parse_seal, parse_signed_value
from tongban.lib.ofd.signatures.structure import SignatureFile, read_signatures


def stamps_of(document: Document) -> tuple[Stamp, ...]:
    """What `Renderer` needs to draw the seals; unreadable ones are left out."""
    return tuple(stamp for found in read_signatures(document) for stamp in _stamps(document, found))


def seal_of(document: Document, found: SignatureFile) -> Seal | None:
    """The seal inside the signed value, or of the seal file where that cannot be read."""
    for part, read in ((found.value_part, _within_value), (found.seal_part, parse_seal)):
        try:
            seal = read(document.package.read(part)) if part else None
        except OfdError:
            continue
        if seal:
            return seal
    return None


def _within_value(data: bytes) -> Seal | None:
    return None if is_signed_data(data) else parse_signed_value(data).seal


def _stamps(document: Document, found: SignatureFile) -> Iterator[Stamp]:
    seal = seal_of(document, found) if found.stamps else None
    if seal:
        for place in found.stamps:
            yield Stamp(place.page_id, place.box, seal.picture.data, place.clip)
