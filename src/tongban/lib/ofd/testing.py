"""Small files for tests: a package of given parts, and one page of given content."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
OFD_XML = (
    f'<ofd:OFD {NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
DOCUMENT_XML = (
    f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
    "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
)
FONT_RES = f'<ofd:Res {NAMESPACE}><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/></ofd:Fonts>%s</ofd:Res>'
CONTENT = "Doc_0/Pages/Page_0/Content.xml"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def page_parts(objects: str, *, resources: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of an OFD of one A4 page; `objects` stand in its only layer, `more` replaces parts by their last name."""
    page = f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="3">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    parts: dict[str, str | bytes] = {
        "OFD.xml": OFD_XML,
        "Doc_0/Document.xml": DOCUMENT_XML,
        "Doc_0/PublicRes.xml": FONT_RES % resources,
        CONTENT: page,
    }
    return parts | more


def one_page(objects: str, *, resources: str = "") -> bytes:
    """An OFD of one A4 page with these objects."""
    return packed(page_parts(objects, resources=resources))


def sample(shared: Path, name: str) -> bytes:
    """One of the real samples."""
    return (shared / "samples" / "ofd" / f"{name}.ofd").read_bytes()
