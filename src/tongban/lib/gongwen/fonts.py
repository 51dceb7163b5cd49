"""Fonts by role: which file draws which kind of text, and what steps in where a character is missing.

An office puts its licensed faces (方正小标宋, 仿宋_GB2312 …) into a folder, or registers them by role: they come first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from fontTools.ttLib import TTFont

from tongban.lib.gongwen.errors import FontMissing


class Role(StrEnum):
    """The faces that GB/T 9704-2012 names, and two for the digits and the seal."""

    FANG = "fang"
    KAI = "kai"
    HEI = "hei"
    TITLE = "title"
    MARK = "mark"
    DIGITS = "digits"
    SEAL = "seal"


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """One font file; ``covers`` (a pattern of one character) limits what it draws within a chain."""

    path: Path
    family: str
    weight: int
    covers: str = ""


@dataclass(frozen=True, slots=True)
class FontSet:
    """For each role a chain of faces: the first that has a character draws it. Build with ``FontSet.of``.

    ``stand_ins`` are the roles whose own face is not installed: the first spare draws all of their text.
    """

    chains: Mapping[Role, tuple[Face, ...]]
    stand_ins: frozenset[Role] = frozenset()
    _drawn: dict[tuple[Role, str], Face | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, *folders: Path, registered: Mapping[Role, Path] | None = None) -> "FontSet":
        """The chains that the files in ``folders`` allow; of two files of one name the earlier folder's counts.

        ``registered`` files come first. Licensed faces that lie in a folder (方正小标宋, 仿宋_GB2312, 楷体_GB2312 …) are
        recognised by their family and registered by themselves. Raises FontMissing where a role would stay empty.
        Which files really served is told by ``Typeset.fonts_used``.
        """
        found: dict[str, Path] = {}
        for folder in folders:
            for path in sorted(folder.iterdir()):
                if path.suffix.lower() in _SUFFIXES:
                    found.setdefault(path.stem, path)
        own = _licensed(found) | dict(registered or {})
        absent = {role for role in Role if role not in own and _OWN_FACES[role] not in found}
        chains = {role: _chain(role, own=own.get(role), found=found) for role in Role}
        return cls(chains, frozenset(absent))

    def paths(self) -> tuple[Path, ...]:
        """Every file that may be needed, once."""
        return tuple(dict.fromkeys(face.path for chain in self.chains.values() for face in chain))

    def face_for(self, role: Role, character: str) -> Face | None:
        """The face that draws the character; None where nothing does (an empty box would be printed)."""
        if (role, character) not in self._drawn:
            self._drawn[role, character] = drawn_by(character, self.chains[role])
        return self._drawn[role, character]

    def is_spare(self, role: Role, face: Face | None) -> bool:
        """Whether a character drawn by ``face`` is not in the face of the role, nor in the one for its digits."""
        for own in self.chains[role]:
            if own is face:
                return False
            if not own.covers:
                break
        return True

    def main(self, role: Role) -> Face:
        """The face of the role itself: the first of its chain that is not limited to some characters."""
        return next(face for face in self.chains[role] if not face.covers)

    def key(self) -> tuple[tuple[Role, tuple[Face, ...]], ...]:
        """A value equal for equal sets (a compiler is kept for each)."""
        return tuple(sorted(self.chains.items()))


_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_LATIN = "[0-9A-Za-z.%+/-]"
# In 霞鹜文楷 the quotation marks are 0.35 em wide: where it stands in for a whole face they come from elsewhere.
_WIDE_MARKS = "[“”‘’—…]"
_SPARE = "LXGWWenKai-Light"
_TEXT_SPARES = (("NotoSansSC-Regular", _WIDE_MARKS), (_SPARE, ""))
_WANTED: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.FANG: (("FandolSong-Regular", _LATIN), ("FandolFang-Regular", ""), *_TEXT_SPARES),
    Role.KAI: (("FandolSong-Regular", _LATIN), ("FandolKai-Regular", ""), *_TEXT_SPARES),
    Role.HEI: (("NotoSansSC-Regular", ""), (_SPARE, "")),
    Role.TITLE: (("NotoSerifSC-SemiBold", ""), (_SPARE, "")),
    Role.MARK: (("NotoSerifSC-Bold", ""), ("NotoSerifSC-SemiBold", ""), (_SPARE, "")),
    Role.DIGITS: (("FandolSong-Regular", ""), (_SPARE, "")),
    Role.SEAL: (("FandolSong-Bold", ""), ("NotoSerifSC-Bold", ""), (_SPARE, "")),
}
_OWN_FACES = {role: next(stem for stem, covers in faces if not covers) for role, faces in _WANTED.items()}


_LICENSED = {
    Role.TITLE: re.compile("小标宋|xiaobiaosong", re.IGNORECASE),
    Role.MARK: re.compile("小标宋|xiaobiaosong", re.IGNORECASE),
    Role.FANG: re.compile("^(?:仿宋|fangsong)", re.IGNORECASE),
    Role.KAI: re.compile("^(?:楷体|kaiti)", re.IGNORECASE),
    Role.HEI: re.compile("^(?:黑体|simhei)", re.IGNORECASE),
    Role.DIGITS: re.compile("^(?:宋体|simsun)$", re.IGNORECASE),
}
_KNOWN = {stem for faces in _WANTED.values() for stem, _ in faces}


def _licensed(found: Mapping[str, Path]) -> dict[Role, Path]:
    """The office's own faces among the files, by the names of their families."""
    own: dict[Role, Path] = {}
    for stem, path in found.items():
        family = "" if stem in _KNOWN else read_face(path).family
        for role, pattern in _LICENSED.items():
            if family and pattern.search(family):
                own.setdefault(role, path)
    return own


def _chain(role: Role, *, own: Path | None, found: Mapping[str, Path]) -> tuple[Face, ...]:
    faces = [read_face(found[stem], covers=covers) for stem, covers in _WANTED[role] if stem in found]
    if own is not None:
        limited = [face for face in faces if face.covers == _LATIN]
        faces = [*limited, read_face(own), *(face for face in faces if face not in limited)]
    if not any(not face.covers for face in faces):
        raise FontMissing(f"没有可用于“{role.value}”的字体，请安装字体包或登记单位自有字体。")
    return tuple(faces)


@lru_cache(maxsize=64)
def read_face(path: Path, covers: str = "") -> Face:
    """The face in a font file: its family as the typesetter groups it, and its weight (100–900)."""
    with TemporaryDirectory() as folder:
        link_fonts([path], Path(folder))
        known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
    if not known:
        raise FontMissing(f"字体文件无法读取：{path.name}。")
    return Face(path, known[0].family, known[0].weight, covers)


def link_fonts(paths: Iterable[Path], folder: Path) -> None:
    """Links to exactly these files in ``folder``: the typesetter reads folders, and must see no other font."""
    for index, path in enumerate(paths):
        (folder / f"{index:02}{path.suffix}").symlink_to(path.resolve())


@lru_cache(maxsize=64)
def characters_of(path: Path) -> frozenset[int]:
    """The code points that a font file can draw."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        font.setGlyphOrder([str(place) for place in range(font["maxp"].numGlyphs)])  # spares inventing a name for each
        return frozenset(font.getBestCmap() or {})


def drawn_by(character: str, chain: Iterable[Face]) -> Face | None:
    """The face of the chain that draws the character; None where nothing does (a blank box would be printed)."""
    for face in chain:
        if _may_draw(face.covers, character) and ord(character) in characters_of(face.path):
            return face
    return None


def _may_draw(covers: str, character: str) -> bool:
    return not covers or _pattern(covers).fullmatch(character) is not None


@lru_cache(maxsize=16)
def _pattern(covers: str) -> re.Pattern[str]:
    return re.compile(covers)
