"""Whether a file may be taken: its name, its size, its type against its name, and packages that are bombs. Pure."""

import re
import unicodedata
import zipfile
from typing import IO

from tongban.foundation.files.contracts import MB, FileInvalid, FileRefused, FileType, Purpose
from tongban.foundation.files.rules.types import HOSTILE, TYPES, type_for

LONGEST_NAME = 120
_TAIL = 22 + 65535  # the end record of a ZIP and its longest comment
_MOST_MEMBERS = 10_000
_LARGEST_DIRECTORY = 4 * MB
_LARGEST_CONTENT = 1024 * MB
_SMALL_CONTENT = 64 * MB  # below this no ratio is too high
_HIGHEST_RATIO = 100


def clean_name(name: str) -> str:
    """The last part of a path, without control or direction characters, of sane length; its suffix survives."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    text = re.sub(r"[<>:\"|?*]", "_", text).strip().rstrip(" .")
    stem, dot, suffix = text.rpartition(".")
    if not dot:
        return text[:LONGEST_NAME] or "未命名"
    return f"{(stem.strip() or '未命名')[: LONGEST_NAME - len(suffix[:10]) - 1]}.{suffix[:10]}"


def suffix_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_size(size: int, *, at_most: int) -> None:
    """Raise FileInvalid for an empty file, and for one that is larger than its purpose allows."""
    if size == 0:
        raise FileInvalid("这个文件是空的。请重新选择。", code="files.empty")
    if size > at_most:
        raise FileInvalid(f"文件太大，最多{size_words(at_most)}。请压缩或分开后再传。", code="files.too-large")


def check_type(found: FileType, *, name: str, purpose: Purpose) -> None:
    """Raise when the content is not what the name says (FileRefused if it is a program), or not asked for here."""
    suffix = suffix_of(name)
    promised = type_for(suffix)
    if suffix not in found.suffixes and promised is not None:
        _refuse(found, f"这个文件不是 {promised.label}（内容是 {found.label}）。")
    if found.key not in purpose.types or suffix not in found.suffixes:
        _refuse(found, f"{purpose.label}不能是这种文件（{found.label}）。请上传：{accepted(purpose)}。")


def accepted(purpose: Purpose) -> str:
    """The suffixes that the purpose takes, for people: pdf、ofd、docx."""
    return "、".join(accepted_suffixes(purpose))


def accepted_suffixes(purpose: Purpose) -> list[str]:
    return [suffix for key, known in TYPES.items() if key in purpose.types for suffix in known.suffixes]


def members_of(content: IO[bytes], *, size: int) -> list[str] | None:
    """The names in a ZIP package, None when it is none. Raises FileRefused for a bomb, before anything is unpacked.

    The sizes are those that the package declares; Python's reader never gives more than what is declared.
    """
    content.seek(0)
    if content.read(4) != b"PK\x03\x04":
        return None
    _check_directory(content, size)
    try:
        with zipfile.ZipFile(content) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FileInvalid("这个文件已经损坏，打不开。请重新保存后再传。", code="files.broken") from None
    total = sum(info.file_size for info in infos)
    if total > _LARGEST_CONTENT or (total > _SMALL_CONTENT and total > size * _HIGHEST_RATIO):
        raise FileRefused("这个文件解开以后异常地大，已拒绝接收。", code="files.bomb")
    return [info.filename for info in infos]


def size_words(size: int) -> str:
    return f"{size / MB:.1f}".removesuffix(".0") + " MB" if size >= MB else f"{max(1, size // 1024)} KB"


def _refuse(found: FileType, message: str) -> None:
    if found.key in HOSTILE:
        raise FileRefused(message, code="files.hostile")
    raise FileInvalid(message, code="files.wrong-type")


def _check_directory(content: IO[bytes], size: int) -> None:
    """Look at the end record alone, so that a directory of millions of names is never read."""
    content.seek(max(0, size - _TAIL))
    tail = content.read(_TAIL)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise FileInvalid("这个文件已经损坏，打不开。请重新保存后再传。", code="files.broken")
    members = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if members > _MOST_MEMBERS or directory > _LARGEST_DIRECTORY:
        raise FileRefused("这个文件里的内容多得异常，已拒绝接收。", code="files.bomb")
