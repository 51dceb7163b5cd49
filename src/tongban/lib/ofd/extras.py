"""What an OFD carries beside its pages: attachments, annotations, custom tags (clauses 15, 18, 20; GB/T 33190-2016)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.text import object_texts
from tongban.lib.ofd.xml import Element, child, children, descendants, flag, local, parse, text, value


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with the document. `name` is what people see, without any promise of being a safe file name."""

    id: str
    name: str
    format: str
    created: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation of the page with identifier `page_id`. `element` holds its Appearance."""

    id: str
    page_id: str
    kind: str
    subtype: str
    creator: str
    visible: bool
    remark: str
    element: Element


@dataclass(frozen=True, slots=True)
class Tag:
    """A custom tag: the path of names that leads to it, and the object that it means."""

    path: tuple[str, ...]
    page_id: str
    object_id: str


def attachments(document: Document) -> tuple[Attachment, ...]:
    """The attachments whose file is there; none where the list is damaged."""
    part = document.linked("Attachments")
    root = _root(document, part)
    found = (_attachment(document, part, each) for each in children(root, "Attachment"))
    return tuple(each for each in found if each.part in document.package)


def attachment_data(document: Document, attachment: Attachment) -> bytes:
    """The bytes of an attachment, as they are. Raises Unreadable where they are damaged."""
    return document.package.read(attachment.part)


def annotations(document: Document, *, page_id: str = "") -> tuple[Annotation, ...]:
    """The annotations of one page, or of all; damaged ones are left out."""
    part = document.linked("Annotations")
    found: list[Annotation] = []
    for page in children(_root(document, part), "Page"):
        if page_id and value(page, "PageID") != page_id:
            continue
        own = document.locate(text(child(page, "FileLoc")), part)
        found += [_annotation(value(page, "PageID"), each) for each in children(_root(document, own), "Annot")]
    return tuple(found)


def annotation_parts(document: Document) -> tuple[str, ...]:
    """The paths of the parts that hold annotations."""
    part = document.linked("Annotations")
    pages = children(_root(document, part), "Page")
    return (part, *(document.locate(text(child(each, "FileLoc")), part) for each in pages)) if part else ()


def tags(document: Document) -> tuple[Tag, ...]:
    """The custom tags, those that name an object; one vendor's XML is not even well formed and is read all the same."""
    part = document.linked("CustomTags")
    found: list[Tag] = []
    for each in children(_root(document, part), "CustomTag"):
        own = document.locate(text(child(each, "FileLoc")), part)
        found += _tags(_root(document, own, mend=True))
    return tuple(found)


def tag_texts(document: Document) -> list[tuple[str, str]]:
    """Name (the last of the path) and text of each tag, in the order of the tags."""
    by_page: dict[str, dict[str, str]] = {}
    found = []
    for tag in tags(document):
        if tag.page_id not in by_page:
            number = document.page_numbers.get(tag.page_id)
            by_page[tag.page_id] = object_texts(document.page(number)) if number else {}
        found.append((tag.path[-1], by_page[tag.page_id].get(tag.object_id, "")))
    return found


def _root(document: Document, part: str, *, mend: bool = False) -> Element | None:
    if part not in document.package:
        return None
    try:
        return parse(document.package.read(part), name=part, mend=mend)
    except OfdError:
        return None


def _attachment(document: Document, part: str, element: Element) -> Attachment:
    return Attachment(
        id=value(element, "ID"),
        name=value(element, "Name"),
        format=value(element, "Format"),
        created=value(element, "CreationDate"),
        visible=flag(element, "Visible", default=True),
        part=document.locate(text(child(element, "FileLoc")), part),
    )


def _annotation(page_id: str, element: Element) -> Annotation:
    return Annotation(
        id=value(element, "ID"),
        page_id=page_id,
        kind=value(element, "Type"),
        subtype=value(element, "Subtype"),
        creator=value(element, "Creator"),
        visible=flag(element, "Visible", default=True),
        remark=text(child(element, "Remark")),
        element=element,
    )


def _tags(root: Element | None) -> Iterator[Tag]:
    for reference in descendants(root, "ObjectRef"):
        above = reversed([local(each) for each in reference.iterancestors()])
        yield Tag(tuple(above) or (local(reference),), value(reference, "PageRef"), text(reference))
