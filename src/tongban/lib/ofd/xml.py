"""The XML of an OFD from strangers: parsed without entities, DTDs or network, within bounds, found by local names.

Vendors differ in namespace, prefix and order of children, and even in whether a value is an attribute or a child:
nothing here looks at any of these.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from tongban.lib.ofd.errors import TooLarge, Unreadable

Element: TypeAlias = etree._Element
MAX_XML = 32 * 1024 * 1024
MAX_TAGS = 1_000_000
_DECLARED = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)


def parse(data: bytes, *, name: str, mend: bool = False) -> Element:
    """The root element of a part. `mend` reads what can be read of XML that is not well formed.

    Raises Unreadable (also for any DTD, and so for every entity) and TooLarge.
    """
    if len(data) > MAX_XML or data.count(b"<") > MAX_TAGS:
        raise TooLarge(f"部件 {name} 过大")
    if _DECLARED.search(data):
        raise Unreadable(f"部件 {name} 含有 DTD 或实体定义")
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        root = _mended(data) if mend else None
        if root is None:
            raise Unreadable(f"部件 {name} 不是有效的 XML") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"部件 {name} 含有 DTD")
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _mended(data: bytes) -> Element | None:
    try:
        return etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(element: Element) -> str:
    """The name of the element without namespace and prefix."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if "}" in tag else tag.rpartition(":")[2]


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of one of the names, in order; all of them when no name is given."""
    if element is None:
        return
    for child in element:
        if isinstance(child.tag, str) and (not names or local(child) in names):
            yield child


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def descendants(element: Element | None, name: str) -> Iterator[Element]:
    """All elements of that name below, in the order of the file."""
    if element is not None:
        yield from (each for each in element.iter(etree.Element) if local(each) == name and each is not element)


def text(element: Element | None, default: str = "") -> str:
    """The text directly inside the element, without white space around it."""
    return (element.text or "").strip() if element is not None else default


def value(element: Element | None, name: str, default: str = "") -> str:
    """The attribute `name`, or the text of a child of that name: vendors confuse the two."""
    if element is None:
        return default
    found = element.get(name)
    if found is not None:
        return str(found).strip()
    inside = child(element, name)
    return text(inside) if inside is not None else default


def flag(element: Element, name: str, *, default: bool) -> bool:
    """A boolean attribute: true, false, 1, 0."""
    found = value(element, name).lower()
    return default if not found else found in {"true", "1"}


def integer(element: Element, name: str, default: int = 0) -> int:
    """A whole number, or the default where it is none."""
    try:
        return int(value(element, name, str(default)))
    except ValueError:
        return default
