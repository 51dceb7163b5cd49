"""The package of an OFD: a ZIP whose parts are found by their paths (GB/T 33190-2016, clause 7.2).

What a hostile file can cost is bounded before anything is unpacked: number and declared size of the parts, packing
ratio, methods other than stored and deflated, names that lead out of the package, names given twice. A part never
unpacks to more than it declares.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from threading import Lock

from tongban.lib.ofd.errors import PartMissing, TooLarge, Unreadable

MAX_FILE = 256 * 1024 * 1024
MAX_PARTS = 20_000
MAX_PART = 128 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_RATIO = 250
_FREE = 4 * 1024 * 1024  # below this no ratio is suspicious
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
)


class Package:
    """The parts of an OFD by their path from the root, without the leading slash. Safe to read from several threads."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable for what is no ZIP or breaks the rules above, TooLarge where a bound is met."""
        if len(data) > MAX_FILE:
            raise TooLarge("文件过大")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise Unreadable("不是完整的 ZIP 文件") from error
        entries = self._zip.infolist()
        _check_bounds(entries, len(data))
        self._entries = _by_name(entries)
        self._reading = Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all parts, in the order of the file."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return self._real(name) is not None

    def read(self, name: str) -> bytes:
        """The bytes of the part. Raises PartMissing, or Unreadable where it is damaged."""
        real = self._real(name)
        if real is None:
            raise PartMissing(name)
        try:
            with self._reading:
                return self._zip.read(self._entries[real])
        except _DAMAGE as error:
            raise Unreadable(f"部件 {name} 已损坏") from error

    def resolve(self, location: str, *, within: str = "") -> str:
        """The path that `location` (ST_Loc) names, written in a part of the folder `within`.

        A leading slash means the root. Where vendors forgot it, or wrote a path from the root without it, the part
        that exists is taken. Raises Unreadable for a path that leads out of the package.
        """
        location = location.strip().replace("\\", "/")
        relative = posixpath.join(within, location.lstrip("/"))
        candidates = (location, relative) if location.startswith("/") else (relative, location)
        for candidate in candidates:
            real = None if candidate.startswith("../") else self._real(_inside(candidate))
            if real is not None:
                return real
        return _inside(candidates[0])

    def _real(self, name: str) -> str | None:
        return name if name in self._entries else self._folded.get(name.casefold())

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Names that differ only in case from what the file says; none where two would."""
        found: dict[str, str] = {}
        for name in self._entries:
            folded = name.casefold()
            found[folded] = "" if folded in found else name
        return {folded: name for folded, name in found.items() if name}


def folder(name: str) -> str:
    """The folder of the part `name`."""
    return posixpath.dirname(name)


def _inside(path: str) -> str:
    plain = posixpath.normpath(path.lstrip("/")) if path.strip("/") else ""
    if plain.startswith("../") or plain == ".." or "\0" in plain:
        raise Unreadable("路径跳出文件包")
    return "" if plain == "." else plain


def _check_bounds(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_PARTS:
        raise TooLarge(f"部件超过 {MAX_PARTS} 个")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(_FREE, MAX_RATIO * size):
        raise TooLarge("解压后过大")
    for entry in entries:
        if entry.file_size > MAX_PART:
            raise TooLarge("部件过大")
        if entry.compress_type not in _METHODS or entry.flag_bits & _ENCRYPTED:
            raise Unreadable("压缩方式不受支持，或已加密")


def _by_name(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        raw = entry.filename.replace("\\", "/")
        if raw.endswith("/"):
            continue
        if ".." in raw.split("/"):
            raise Unreadable("部件名跳出文件包")
        name = _inside(raw)
        if name in found:
            raise Unreadable(f"部件 {name} 重名")
        found[name] = entry
    return found
