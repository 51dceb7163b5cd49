"""Chinese text without a dictionary: every two neighbouring characters are a word of the index.

So any word of two or more characters is found, in whatever text and however new the word is. Runs of letters and digits
are words as they stand. One character alone is found as the beginning of a pair, or as the last of its run.
"""

import re
from collections.abc import Iterable, Sequence

MOST_TERMS = 8  # what is typed beyond that does not narrow
MOST_QUERY = 100
SNIPPET = 60  # characters
LONGEST_WORD = 60

# Full-width letters and digits, to the ones of the keyboard.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_LATIN = re.compile(r"[0-9a-z]+")
_RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")  # letters and digits, or characters of any other script


def fold(text: str) -> str:
    """The text as it is compared, character for character: lower case, letters and digits of one width."""
    narrow = text.translate(_WIDE)
    lowered = narrow.lower()
    if len(lowered) == len(narrow):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in narrow)


def terms(query: str) -> list[str]:
    """What a typed query asks for: runs that must all be found, each as it stands."""
    return list(dict.fromkeys(_RUN.findall(fold(query[:MOST_QUERY]))))[:MOST_TERMS]


def tokens(folded: str) -> list[str]:
    """The words under which a folded text is kept, each once."""
    found: dict[str, None] = {}
    for run in _RUN.findall(folded):
        found.update(dict.fromkeys(_of_run(run)))
    return list(found)


def wanted(term: str) -> tuple[list[str], str]:
    """The whole words that a text with this term must have, and the beginning of one more ("" for none)."""
    if _LATIN.fullmatch(term) or len(term) == 1:
        return [], term[:LONGEST_WORD]
    return list(dict.fromkeys(term[i : i + 2] for i in range(len(term) - 1))), ""


def kind_word(kind: str) -> str:
    """The word that all entries of a kind have; nobody can type it, for its first sign is in no term."""
    return "〓" + kind.replace("_", "")


def _of_run(run: str) -> list[str]:
    if _LATIN.fullmatch(run):
        return [run[:LONGEST_WORD]]
    return [run[i : i + 2] for i in range(len(run))]  # the last one is a single character


def marked(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces: those that are looked for, and what is between."""
    if not words or not text:
        return ((text, False),) if text else ()
    pattern = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))
    pieces: list[tuple[str, bool]] = []
    last = 0
    for match in pattern.finditer(fold(text)):
        if match.start() > last:
            pieces.append((text[last : match.start()], False))
        pieces.append((text[match.start() : match.end()], True))
        last = match.end()
    if last < len(text):
        pieces.append((text[last:], False))
    return tuple(pieces)


def snippet(text: str, words: Iterable[str]) -> str:
    """The place of the first word in the text, some characters to either side; "" where none stands in it."""
    folded = fold(text)
    places = [at for word in words if (at := folded.find(word)) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - SNIPPET // 3)
    end = min(len(text), start + SNIPPET)
    inside = " ".join(text[start:end].split())
    return ("…" if start else "") + inside + ("…" if end < len(text) else "")
