"""AbbreviatedData to the path data of SVG (GB/T 33190-2016, clause 9.1)."""

import re

from tongban.lib.ofd.geometry import number

MAX_TOKENS = 1_000_000
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
# What each operator takes, and what SVG calls it. S starts a sub-path as M does.
_OPERATORS = {"S": ("M", 2), "M": ("M", 2), "L": ("L", 2), "Q": ("Q", 4), "B": ("C", 6), "A": ("A", 7), "C": ("Z", 0)}


def svg_path(written: str) -> str:
    """The `d` of an SVG path. What follows the first error is left out, as SVG itself would."""
    out: list[str] = []
    tokens = _TOKEN.findall(written)[:MAX_TOKENS]
    position = 0
    while position < len(tokens):
        known = _OPERATORS.get(tokens[position].upper())
        if known is None:
            break
        letter, wanted = known
        given = tokens[position + 1 : position + 1 + wanted]
        if len(given) < wanted or not _LETTERS.isdisjoint(given):
            break
        if not out and letter not in {"M"}:
            out.append("M0 0")
        out.append(_command(letter, given))
        position += 1 + wanted
    return "".join(out)


def _command(letter: str, given: list[str]) -> str:
    # The figures are numbers by the pattern above, so they may go over as they are.
    if letter == "A":
        given = [*given[:3], *("0" if number(each) == 0 else "1" for each in given[3:5]), *given[5:]]
    return letter + " ".join(given)
