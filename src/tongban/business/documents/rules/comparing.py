"""版本对比: what changed between two texts, paragraph by paragraph, within a paragraph word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)  # a Chinese character is a word of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. `kind`: same, ins (only in the later text), del (only in the earlier)."""

    kind: str
    text: str


def compare(earlier: str, later: str) -> list[list[Piece]]:
    """Paragraphs of pieces. Leaving out the `del` pieces gives the later text, leaving out `ins` the earlier one."""
    old, new = _paragraphs(earlier), _paragraphs(later)
    found: list[list[Piece]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [[Piece("same", text)] for text in old[i1:i2]]
        else:
            found += _replaced(old[i1:i2], new[j1:j2])
    return found


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _replaced(old: list[str], new: list[str]) -> Iterator[list[Piece]]:
    """Paragraphs that took each other's place are compared in pairs, what is over is wholly gone or wholly new."""
    both = min(len(old), len(new))
    for before, after in zip(old[:both], new[:both], strict=True):
        yield _words(before, after)
    yield from ([Piece("del", text)] for text in old[both:])
    yield from ([Piece("ins", text)] for text in new[both:])


def _words(before: str, after: str) -> list[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < 0.3:
        return [Piece("del", before), Piece("ins", after)]
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
            continue
        found += [Piece("del", "".join(old[i1:i2]))] if i2 > i1 else []
        found += [Piece("ins", "".join(new[j1:j2]))] if j2 > j1 else []
    return found
