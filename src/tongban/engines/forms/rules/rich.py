"""Text with a little formatting: paragraphs, headings, lists, bold, italic, underlined. Nothing else is ever kept.

What comes in is read as HTML and written anew from this list of tags, without any attribute; so whatever was sent, what is
stored can be put on a page. Cleaning twice changes nothing.
"""

import re
from html import escape
from html.parser import HTMLParser

BLOCKS = {"p", "h3", "li"}
LISTS = {"ul", "ol"}
MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u"}
_AS = {"div": "p", "h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "tr": "p", "blockquote": "p", "pre": "p"}
_SILENT = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}
_BLANKS = re.compile(r"\s+")


def clean(html: str) -> str:
    """The formatted text of this HTML, or of plain text that is none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


def from_text(text: str) -> str:
    """Plain text as paragraphs; a line is a paragraph."""
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())


def text_of(cleaned: str) -> str:
    """What was cleaned, as plain text; a line for each paragraph and item."""
    reader = _Plain()
    reader.feed(cleaned)
    reader.close()
    return "\n".join(line for raw in "".join(reader.parts).splitlines() if (line := raw.strip()))


class _Reader(HTMLParser):
    """Writes blocks as (list tag or "", block tag, content); lists are one level deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str, str]] = []
        self.tag, self.content = "", ""
        self.marks: list[str] = []
        self.lists: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        if self.silent:
            return
        tag = _AS.get(tag, tag)
        if tag in LISTS:
            self._end()
            self.lists.append(tag)
        elif tag in BLOCKS:
            self._end()
            self.tag = tag
        elif tag == "br":
            self.content += "<br>"
        elif tag in MARKS and MARKS[tag] not in self.marks:
            self.marks.append(MARKS[tag])
            self.content += f"<{MARKS[tag]}>"

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        tag = _AS.get(tag, tag)
        if tag in LISTS or tag in BLOCKS:
            self._end()
            if tag in LISTS and self.lists:
                self.lists.pop()
        elif MARKS.get(tag) in self.marks:
            self._close_mark(MARKS[tag])

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.content += escape(_BLANKS.sub(" ", data), quote=False)

    def finished(self) -> str:
        self._end()
        made, open_list = "", ""
        for kind, tag, content in self.blocks:
            if kind != open_list:
                made += (f"</{open_list}>" if open_list else "") + (f"<{kind}>" if kind else "")
                open_list = kind
            made += f"<{tag}>{content}</{tag}>"
        return made + (f"</{open_list}>" if open_list else "")

    def _close_mark(self, mark: str) -> None:
        again: list[str] = []
        while (last := self.marks.pop()) != mark:
            self.content += f"</{last}>"
            again.append(last)
        self.content += f"</{mark}>" + "".join(f"<{m}>" for m in reversed(again))
        self.marks.extend(reversed(again))

    def _end(self) -> None:
        """A block is over; marks end with it."""
        content = _BLANKS.sub(" ", self.content + "".join(f"</{m}>" for m in reversed(self.marks)))
        inside = self.lists[-1] if self.lists else ""
        tag = "li" if inside else "p" if self.tag in ("", "li") else self.tag
        if _said(content):
            self.blocks.append((inside, tag, content.strip()))
        self.tag, self.content, self.marks = "", "", []


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS or tag == "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _said(content: str) -> bool:
    plain = content
    for tag in ("br", *set(MARKS.values())):
        plain = plain.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return bool(plain.strip())
