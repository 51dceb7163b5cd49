"""`Model` → BPMN 2.0 XML, with everything that was in the file: drawing, documentation, foreign extensions, comments."""

from collections.abc import Mapping

from lxml import etree

from tongban.lib.bpmn.errors import ModelRefused
from tongban.lib.bpmn.model import BPMN, TONGBAN, Model
from tongban.lib.bpmn.xmlsafe import read_xml


def write(model: Model, tb: Mapping[str, Mapping[str, str | None]] | None = None) -> bytes:
    """The file of a model, its own attributes changed: `tb` gives by element id the attributes to set, or with None to remove.

    What is not named stays as it was. Without changes the bytes are those that were read. Raises ModelRefused for an
    unknown element; whether the attributes make sense is for `check` to say.
    """
    if not tb:
        return model.source
    root = read_xml(model.source)
    places = {node.get("id"): node for node in root.iter(f"{{{BPMN}}}*")}
    for element, attributes in tb.items():
        if element not in places:
            raise ModelRefused(f"流程图中没有元素 {element}", element=element, code="no-element")
        _change(places[element], attributes)
    if TONGBAN not in root.nsmap.values():
        root = _declaring(root)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _change(node: etree._Element, attributes: Mapping[str, str | None]) -> None:
    for name, value in attributes.items():
        key = f"{{{TONGBAN}}}{name}"
        if value is not None:
            node.set(key, value)
        elif key in node.attrib:
            del node.attrib[key]


def _declaring(root: etree._Element) -> etree._Element:
    """The root again with the prefix tb declared once at the top, not at every element."""
    renewed = etree.Element(root.tag, root.attrib, {**root.nsmap, "tb": TONGBAN})
    renewed.text, renewed.tail = root.text, root.tail
    for before in reversed(list(root.itersiblings(preceding=True))):
        renewed.addprevious(before)
    for after in list(root.itersiblings()):
        renewed.addnext(after)
    renewed.extend(list(root))
    etree.cleanup_namespaces(renewed, keep_ns_prefixes=[prefix for prefix in renewed.nsmap if prefix])
    return renewed
