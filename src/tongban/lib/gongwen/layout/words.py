"""Words that titles of official documents are made of; a line never breaks inside one of them (``words.txt``)."""

from pathlib import Path

WORDS = frozenset(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())
