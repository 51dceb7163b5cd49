"""XML from strangers: parsed without entities, DTDs or network, and within bounds."""

import re

from lxml import etree

from tongban.lib.bpmn.errors import ModelRefused

MAX_BYTES = 4 * 1024 * 1024
ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "iso-8859-1", "gb2312", "gbk", "gb18030"}
_ENCODING = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")


def read_xml(data: bytes) -> etree._Element:
    """Root element of an XML file. Refuses DTDs whole (and with them every entity), whatever the encoding hides."""
    _refuse_before_parsing(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ModelRefused(f"不是有效的 XML 文件：{error}", code="xml-syntax") from error
    if root.getroottree().docinfo.doctype:
        raise ModelRefused("XML 文件含有 DTD（DOCTYPE），不予读取", code="xml-dtd")
    return root


def _refuse_before_parsing(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ModelRefused(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不予读取", code="too-large")
    plain = data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<"):
        raise ModelRefused("不是 XML 文件", code="xml-syntax")
    declared = _ENCODING.match(plain)
    if declared and declared[1].decode("ascii", "replace").lower() not in ENCODINGS:
        raise ModelRefused("不支持此文件的字符编码", code="xml-encoding")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ModelRefused("XML 文件含有 DTD（DOCTYPE）或实体定义，不予读取", code="xml-dtd")
