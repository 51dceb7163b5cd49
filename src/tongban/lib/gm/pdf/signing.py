"""Seal a PDF: a signature field with the seal as its appearance, and GB/T 35275 signed data over the byte range.

pyHanko writes the incremental update and reserves the place of the signature; the signed data are ours. What stood in
the file stays byte for byte, so several seals can follow one another. The document's metadata are left alone: a seal
changes nothing of the document, and PDF/A asks that its two dates agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from tongban.lib.gm.cms import Identity, sign_content
from tongban.lib.gm.errors import CertificateUnusable, FileUnreadable, SealPlacementInvalid
from tongban.lib.gm.international import InternationalKey
from tongban.lib.gm.pdf.pages import frame_of, pages
from tongban.lib.gm.report import Place
from tongban.lib.gm.times import shown

_TOKEN_ROOM = 8 * 1024  # with the certificates of whoever stamps
_ROOM = 1024  # for all of the signed data but the certificates; about 500 bytes are used
_DAMAGE = (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True)
class Seal:
    """How a seal looks and where it stands.

    `picture` is a PDF whose first page is the seal, on a transparent ground, filling the page; it is stretched to
    the size of `place`.
    """

    picture: bytes
    place: Place


class _Writer(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """Leave the metadata alone; pyHanko would stamp the machine's clock into them."""


def sign_pdf(
    data: bytes,
    *,
    identity: Identity,
    at: datetime,
    seal: Seal | None = None,
    reason: str = "",
) -> bytes:
    """`data` with one more signature, visible as `seal` or invisible without one.

    `at` is stated as the time of signing; `reason` is shown by viewers. An RSA or ECDSA key writes what common viewers
    verify (PAdES). Raises CertificateUnusable, SealPlacementInvalid, or FileUnreadable (damaged or encrypted file).
    Not promised: that the signatures already there are sound.
    """
    _check_identity(identity, at)
    writer = _open(data)
    field = _field_spec(writer, seal)
    abroad = isinstance(identity.key, InternationalKey)
    room = (
        _ROOM
        + (_TOKEN_ROOM if identity.stamp else 0)
        + sum(len(certificate.der) for certificate in identity.certificates)
    )
    signature = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES if abroad else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        name=str(identity.certificate.subject),
        reason=reason or None,
        bytes_reserved=2 * room,  # counted in hexadecimal digits
    )
    steps = PdfCMSEmbedder(field).write_cms(field.sig_field_name, writer)
    widget = next(steps).get_object()
    if seal:
        widget["/AP"] = DictionaryObject({pdf_name("/N"): _appearance(writer, seal)})
    steps.send(SigObjSetup(sig_placeholder=signature))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256" if abroad else "sm3"))
    written = output.getvalue()
    content = written[: prepared.reserved_region_start] + written[prepared.reserved_region_end :]
    steps.send(sign_content(content, identity=identity, at=at))
    return output.getvalue()


def _check_identity(identity: Identity, at: datetime) -> None:
    certificate = identity.certificate
    if not identity.paired:
        raise CertificateUnusable("证书与密钥不是一对")
    if not certificate.valid_at(at):
        raise CertificateUnusable(f"{shown(at)} 不在证书有效期内")
    if not certificate.may("digital_signature", "non_repudiation"):
        raise CertificateUnusable("证书的密钥用途不含签名")


def _open(data: bytes) -> _Writer:
    try:
        writer = _Writer(BytesIO(data), strict=False)
    except _DAMAGE as error:
        raise FileUnreadable("不是完好的 PDF 文件") from error
    if writer.prev.encrypted:
        raise FileUnreadable("文件已加密，不能加盖印章")
    return writer


def _field_spec(writer: _Writer, seal: Seal | None) -> SigFieldSpec:
    try:
        taken = {name for name, _, _ in enumerate_sig_fields(writer)}
        references = list(pages(writer.prev))
    except _DAMAGE as error:
        raise FileUnreadable("PDF 的页面或表单已损坏") from error
    name = next(name for name in _names() if name not in taken)
    if seal is None:
        return SigFieldSpec(name)
    return SigFieldSpec(name, on_page=seal.place.page - 1, box=_box(references, seal.place))  # type: ignore[arg-type]


def _names() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"s{number:03d}"


def _box(references: list[IndirectObject], place: Place) -> tuple[float, float, float, float]:
    if not 1 <= place.page <= len(references):
        raise SealPlacementInvalid(f"没有第 {place.page} 页，共 {len(references)} 页")
    try:
        frame = frame_of(references[place.page - 1].get_object())
    except _DAMAGE as error:
        raise FileUnreadable("PDF 的页面已损坏") from error
    if frame.rotation:
        raise SealPlacementInvalid(f"第 {place.page} 页设有旋转，请先转正")
    if not frame.holds(place):
        raise SealPlacementInvalid(f"印章超出第 {place.page} 页的纸边")
    return frame.box(place)


def _appearance(writer: _Writer, seal: Seal) -> IndirectObject:
    """The seal as a form that multiplies with the page, so that text under the ink stays readable as on paper."""
    picture, edges = _picture(writer, seal)
    multiply = DictionaryObject({pdf_name("/Type"): pdf_name("/ExtGState"), pdf_name("/BM"): pdf_name("/Multiply")})
    resources = {
        pdf_name("/XObject"): DictionaryObject({pdf_name("/Seal"): picture}),
        pdf_name("/ExtGState"): DictionaryObject({pdf_name("/Ink"): multiply}),
    }
    form = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): edges,
        pdf_name("/Resources"): DictionaryObject(resources),
    }
    return writer.add_object(StreamObject(form, stream_data=b"/Ink gs /Seal Do"))


def _picture(writer: _Writer, seal: Seal) -> tuple[IndirectObject, ArrayObject]:
    try:
        picture = PdfFileReader(BytesIO(seal.picture), strict=False)
        frame = frame_of(next(pages(picture)).get_object())
        form = writer.import_page_as_xobject(picture)
    except (*_DAMAGE, StopIteration) as error:
        raise SealPlacementInvalid("印章图样不是完好的 PDF") from error
    edges = ArrayObject([FloatObject(edge) for edge in (frame.left, frame.bottom, frame.right, frame.top)])
    form.get_object()["/BBox"] = edges
    return form, edges
