"""What other engines write into a BPMN file and we understand: Flowable, Activiti, Camunda. All else is kept, not read."""

import re
from collections.abc import Iterator

from lxml import etree

from tongban.lib.bpmn.model import BPMN, TONGBAN, VENDORS, Called, FormField

LISTENERS = {"executionListener", "taskListener", "inputOutput"}
ALL = ("*", "")
_GRANT = re.compile(r"\s*(user|group)\s*\(([^()]*)\)\s*")


def attributes(node: etree._Element) -> dict[str, str]:
    """The attributes of all vendors by local name; the first namespace wins."""
    values: dict[str, str] = {}
    for key, value in node.attrib.items():
        name = etree.QName(key)
        if name.namespace in VENDORS:
            values.setdefault(name.localname, str(value))
    return values


def refused(node: etree._Element) -> list[str]:
    """What changes the course of a process and is not executed, so that it must not be passed over in silence."""
    found = ["skipExpression"] if "skipExpression" in attributes(node) else []
    for child in node.iterfind(f"{{{BPMN}}}terminateEventDefinition"):
        given = attributes(child)
        found += [name for name in ("terminateAll", "terminateMultiInstance") if given.get(name) == "true"]
    return found


def own(node: etree._Element) -> dict[str, str]:
    """The attributes of our namespace by local name."""
    prefix = f"{{{TONGBAN}}}"
    return {str(key)[len(prefix) :]: str(value) for key, value in node.attrib.items() if str(key).startswith(prefix)}


def extensions(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The vendors' extension elements of these names that stand directly in an element."""
    for child in node.iterfind(f"{{{BPMN}}}extensionElements/*"):
        if isinstance(child.tag, str):
            tag = etree.QName(child)
            if tag.namespace in VENDORS and tag.localname in names:
                yield child


def fields(node: etree._Element) -> tuple[FormField, ...]:
    """formProperty, and formField in formData."""
    found = list(extensions(node, "formProperty"))
    for form in extensions(node, "formData"):
        found += [child for child in form if isinstance(child.tag, str) and etree.QName(child).localname == "formField"]
    return tuple(_field(child) for child in found)


def _field(node: etree._Element) -> FormField:
    name = node.get("id") or ""
    required = node.get("required") == "true" or any(
        constraint.get("name") == "required" for constraint in node.iterfind(".//{*}constraint")
    )
    return FormField(
        id=name,
        name=node.get("name") or node.get("label") or name,
        type=node.get("type") or "string",
        required=required,
        values=tuple((value.get("id") or "", value.get("name") or "") for value in node.iterfind("{*}value")),
    )


def called(node: etree._Element) -> Called:
    """calledElement with the mappings of variables: tb:in and tb:out, or the vendors' in and out."""
    given = own(node)
    inputs = [_named(word) for word in given.get("in", "").split()]
    outputs = [_named(word) for word in given.get("out", "").split()]
    return Called(
        process=(node.get("calledElement") or "").rpartition(":")[2],
        inputs=(*inputs, *_mapped(node, "in")),
        outputs=(*outputs, *_mapped(node, "out")),
    )


def _named(word: str) -> tuple[str, str]:
    target, _, source = word.partition("=")
    return (target, source or target) if target != "*" else ALL


def _mapped(node: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for child in extensions(node, name):
        source = child.get("sourceExpression") or child.get("source") or ""
        if child.get("variables") == "all":
            yield ALL
        elif source:
            yield child.get("target") or source, source


def performers(node: etree._Element) -> tuple[tuple[str, str], ...]:
    """humanPerformer and potentialOwner: `user(a), group(b)`; a bare name is a user of the one, a group of the other."""
    found: list[tuple[str, str]] = []
    for tag, usual in (("humanPerformer", "user"), ("performer", "user"), ("potentialOwner", "group")):
        for given in node.iterfind(f"{{{BPMN}}}{tag}"):
            text = "".join(given.itertext()).strip()
            for word in filter(None, (part.strip() for part in text.split(","))):
                grant = _GRANT.fullmatch(word)
                found.append((grant[1], grant[2].strip()) if grant else (usual, word))
    return tuple(found)
