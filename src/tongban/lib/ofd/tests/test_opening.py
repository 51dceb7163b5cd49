"""What opens, and what hostile files cost."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.ofd.document import MAX_PAGES, Ofd, is_ofd
from tongban.lib.ofd.errors import OfdError, PageMissing, PartMissing, TooLarge, Unreadable
from tongban.lib.ofd.package import Package
from tongban.lib.ofd.testing import CONTENT, DOCUMENT_XML, OFD_XML, one_page, packed, page_parts

PAGES = {
    "attachment-1p": 1,
    "hello-integrity": 2,
    "invoice-5p-sealV4-attachment": 5,
    "invoice-5p-sealV4-eslfile": 5,
    "licence-two-gbt35275": 1,
    "made-by-ofdrw-gbt35275": 1,
    "made-by-ofdrw-sealV1": 1,
    "made-by-ofdrw-sealV5": 1,
    "made-by-ofdrw-two-sealV4": 1,
    "ofdrw-sealV4-helloworld": 1,
    "permit-2p-two-sealV4-modified": 2,
    "riding-seal-5p-sealV4": 5,
    "rotation-suwell": 1,
    "sealV1-thirdparty-invalid": 2,
    "tampered-content": 1,
    "tampered-signature-xml": 1,
    "watermark-annot-6p": 6,
}


def test_every_sample_opens_with_its_pages(shared: Path) -> None:
    found = {path.stem: path.read_bytes() for path in (shared / "samples" / "ofd").glob("*.ofd")}
    assert {name: len(Ofd(data).document.pages) for name, data in found.items()} == PAGES
    assert all(is_ofd(data) for data in found.values())


def test_metadata_is_given_as_written(shared: Path) -> None:
    info = Ofd((shared / "samples/ofd/invoice-5p-sealV4-eslfile.ofd").read_bytes()).document.info
    assert (info.id, info.custom["地区编码"]) == ("90baf370c9dc11e980000b7700000a77", "北京")


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(PageMissing, match="共 1 页"):
        Ofd(one_page("")).document.page(2)


def test_a_missing_part_is_named_when_it_is_needed() -> None:
    parts = page_parts("")
    del parts[CONTENT]
    with pytest.raises(PartMissing, match=r"Content\.xml"):
        _ = Ofd(packed(parts)).document.page(1).root


def test_wrong_namespace_case_and_slashes_are_read() -> None:
    document = DOCUMENT_XML.replace("Pages/Page_0/Content.xml", "/doc_0\\pages/Page_0/Content.xml")
    parts = page_parts("") | {
        "OFD.xml": OFD_XML.replace("/2016", "").replace("Doc_0/Document", "/Doc_0/./document"),
        "Doc_0/Document.xml": "\ufeff" + document,
    }
    assert Ofd(packed(parts)).document.page(1).box.width == 210


@pytest.mark.parametrize("name", ["../evil.xml", "Doc_0/../../evil", "a/..", "..\\evil"])
def test_a_name_that_leads_out_of_the_package_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="跳出"):
        Ofd(packed(page_parts("") | {name: "x"}))


def test_a_path_that_leads_out_of_the_package_is_refused() -> None:
    parts = page_parts("") | {"OFD.xml": OFD_XML.replace("Doc_0/Document.xml", "../../etc/passwd")}
    with pytest.raises(Unreadable, match="跳出"):
        Ofd(packed(parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in [*page_parts("").items(), (CONTENT, "<other/>")]:
            archive.writestr(name, text)
    with pytest.raises(Unreadable, match="重名"):
        Ofd(out.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooLarge, match="解压"):
        Package(packed({"OFD.xml": b"\0" * 40_000_000}))


def test_a_part_that_unpacks_to_more_than_it_declares_is_damaged() -> None:
    data = packed(page_parts("") | {"big": b"A" * 50_000})
    data = data.replace((50_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="已损坏"):
        Package(data).read("big")


def test_too_many_parts_and_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    parts = page_parts("") | {"Doc_0/Document.xml": DOCUMENT_XML.replace(page, page * (MAX_PAGES + 1))}
    with pytest.raises(TooLarge, match="页"):
        _ = Ofd(packed(parts)).document.pages
    monkeypatch.setattr("tongban.lib.ofd.package.MAX_PARTS", 3)
    with pytest.raises(TooLarge, match="部件"):
        Ofd(one_page(""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "&b;&b;&b;"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    parts = page_parts("") | {"OFD.xml": (declared + laughs + OFD_XML.replace(">1<", ">&a;<")).encode(encoding)}
    with pytest.raises(Unreadable, match="DTD"):
        Ofd(packed(parts))


def test_deep_nesting_is_refused() -> None:
    parts = page_parts("") | {"OFD.xml": "<a>" * 100_000}
    with pytest.raises(Unreadable, match="XML"):
        Ofd(packed(parts))


def test_other_compression_methods_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("OFD.xml", OFD_XML)
    with pytest.raises(Unreadable, match="压缩"):
        Ofd(out.getvalue())


def test_truncated_at_any_byte_is_an_error(shared: Path) -> None:
    data = (shared / "samples/ofd/made-by-ofdrw-gbt35275.ofd").read_bytes()
    started = time.monotonic()
    for length in range(len(data)):
        with pytest.raises(OfdError):
            Ofd(data[:length])
    assert time.monotonic() - started < 10


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_bytes_give_a_document_or_an_error_of_ours(data: st.DataObject) -> None:
    whole = bytearray(one_page('<ofd:TextObject ID="4" Boundary="1 1 9 9" Font="2" Size="3"/>'))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = Ofd(bytes(whole)).document
        _ = [page.box for page in document.pages], document.info, document.resources
    except OfdError as error:
        assert str(error)  # noqa: PT017
