"""For tests of screens: what a page lacks for those who do not see it."""

from collections.abc import Iterator
from typing import Any

from lxml import html

UNSEEN = {"hidden", "submit"}


def faults(text: bytes | str) -> Iterator[str]:
    """What a whole page lacks: language, title, one h1, landmarks, names and labels. A small look, not the whole of WCAG."""
    page = html.fromstring(text)
    if page.get("lang") != "zh-CN":
        yield "no lang"
    if len(page.xpath("//h1")) != 1:
        yield f"{len(page.xpath('//h1'))} h1"
    if len(page.xpath("//main")) != 1 or not page.xpath("//header"):
        yield "landmarks"
    if not page.xpath("//a[@href='#main']") or not page.xpath("//main[@id='main']"):
        yield "no skip link"
    if not (page.findtext(".//title") or "").strip(" ·通办"):
        yield "no title"
    yield from (f"nameless {n.tag}" for n in page.xpath("//nav[not(@aria-label)]|//aside[not(@aria-label)]"))
    yield from (f"field without label: {n.get('name') or n.get('id')}" for n in unlabelled(page))
    yield from (f"nothing to read: {html.tostring(n)[:80]}" for n in page.xpath("//button|//a[@href]") if not spoken(n))
    yield from (f"id twice: {i}" for i in doubled(page.xpath("//@id")))
    yield from (f"points nowhere: {i}" for i in dangling(page))


def unlabelled(page: Any) -> Iterator[Any]:
    labelled = set(page.xpath("//label/@for"))
    for node in page.xpath("//input|//select|//textarea"):
        if node.get("type") in UNSEEN or node.get("aria-label") or node.get("aria-labelledby"):
            continue
        if node.get("id") not in labelled and not node.xpath("ancestor::label"):
            yield node


def spoken(node: Any) -> bool:
    return bool(node.text_content().strip() or node.get("aria-label") or node.xpath(".//*[@aria-label]"))


def doubled(ids: list[str]) -> set[str]:
    return {i for i in ids if ids.count(i) > 1}


def dangling(page: Any) -> Iterator[str]:
    known = set(page.xpath("//@id"))
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        yield from (i for value in page.xpath(f"//@{name}") for i in value.split() if i not in known)
