"""What stands on a page, in drawing order: background template, own layers, foreground template (clause 7.7, 8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.lib.ofd.document import Page
from tongban.lib.ofd.errors import TooLarge
from tongban.lib.ofd.geometry import IDENTITY, Box, Matrix
from tongban.lib.ofd.resources import Resources
from tongban.lib.ofd.xml import Element, child, children, local, value

MAX_OBJECTS = 200_000
MAX_DEPTH = 16
_ORDER = {"Background": 0, "": 1, "Body": 1, "Foreground": 2}


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a page or of a template, with the resources that its objects name."""

    element: Element
    resources: Resources


@dataclass(frozen=True, slots=True)
class TextObject:
    """One text object of a page with the transformation from its own coordinates to the page."""

    id: str
    element: Element
    matrix: Matrix


class Budget:
    """Counts drawn objects; composite units that contain each other many times over meet the bound."""

    def __init__(self, most: int = MAX_OBJECTS) -> None:
        self._left = most

    def spend(self, depth: int) -> None:
        """Raises TooLarge when there are too many objects, or they are nested too deeply."""
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            raise TooLarge("页面对象过多，或嵌套过深")


def layers(page: Page) -> Iterator[Layer]:
    """The layers from the lowest to the highest."""
    below = [each for each in page.templates if not each.above]
    above = [each for each in page.templates if each.above]
    for template in below:
        yield from _sorted(template.root, template.resources)
    yield from _sorted(page.root, page.resources)
    for template in above:
        yield from _sorted(template.root, template.resources)


def _sorted(root: Element, resources: Resources) -> list[Layer]:
    found = [each for content in children(root, "Content") for each in children(content, "Layer")]
    found.sort(key=lambda layer: _ORDER.get(value(layer, "Type"), 1))
    return [Layer(each, resources) for each in found]


def placement(element: Element) -> Matrix:
    """From the coordinates of a graphic unit to those around it: its CTM, then the corner of its Boundary (clause 8.5)."""
    corner = Box.read(value(element, "Boundary"))
    inner = Matrix.read(value(element, "CTM")) or IDENTITY
    return Matrix(e=corner.x, f=corner.y).after(inner) if corner else inner


def composite_content(element: Element, resources: Resources) -> Element | None:
    """What a CompositeObject shows: the content of its resource."""
    return child(resources.composites.get(value(element, "ResourceID")), "Content")


def text_objects(page: Page) -> Iterator[TextObject]:
    """All text objects of the page and its templates, whether visible or not, in drawing order. Raises TooLarge."""
    budget = Budget()
    for layer in layers(page):
        yield from _texts(layer.element, layer.resources, IDENTITY, budget, 0)


def _texts(parent: Element, resources: Resources, outer: Matrix, budget: Budget, depth: int) -> Iterator[TextObject]:
    for element in children(parent):
        budget.spend(depth)
        kind = local(element)
        if kind == "TextObject":
            yield TextObject(value(element, "ID"), element, outer.after(placement(element)))
        elif kind == "PageBlock":
            yield from _texts(element, resources, outer, budget, depth + 1)
        elif kind == "CompositeObject":
            content = composite_content(element, resources)
            if content is not None:
                yield from _texts(content, resources, outer.after(placement(element)), budget, depth + 1)
