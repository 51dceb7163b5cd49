"""Elements of the OFD namespace, written in the order in which they are given."""

from collections.abc import Iterable, Mapping

from lxml import etree

NAMESPACE = "http://www.ofdspec.org/2016"
_KEPT = {9, 10, 13}
_FORBIDDEN = {code: None for code in range(32) if code not in _KEPT} | {0xFFFE: None, 0xFFFF: None}
_FORBIDDEN |= dict.fromkeys(range(0xD800, 0xE000))


def element(
    name: str, attributes: Mapping[str, str] | None = None, *children: etree._Element | None, text: str = ""
) -> etree._Element:
    """An element; children that are None and attributes that are empty are left out."""
    made = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"ofd": NAMESPACE})
    for key, value in (attributes or {}).items():
        if value != "":
            made.set(key, legal(value))
    made.text = legal(text) or None
    made.extend([child for child in children if child is not None])
    return made


def optional(name: str, text: str) -> etree._Element | None:
    """An element with text, or None where there is no text."""
    return element(name, text=text) if text else None


def listed(name: str, children: Iterable[etree._Element]) -> etree._Element | None:
    """An element around the children, or None where there are none."""
    inside = list(children)
    return element(name, None, *inside) if inside else None


def serialised(root: etree._Element) -> bytes:
    """The bytes of a part: UTF-8, declared, without white space that nobody asked for."""
    etree.cleanup_namespaces(root, top_nsmap={"ofd": NAMESPACE})
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, encoding="utf-8"))


def legal(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return text.translate(_FORBIDDEN)
