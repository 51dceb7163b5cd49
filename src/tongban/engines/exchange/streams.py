"""Content on its way: read in parts, and nothing else than what was announced."""

import hashlib
from typing import Any

from tongban.kernel.errors import Unavailable


class Whole:
    """A source whose end is only reached with the announced size and SM3 digest; Unavailable otherwise, before anybody keeps it."""

    def __init__(self, source: Any, *, size: int, digest: str) -> None:
        self.source, self.left, self.digest = source, size, digest
        self.sm3 = hashlib.new("sm3")

    def read(self, size: int = -1, /) -> bytes:
        part: bytes = self.source.read(min(size, self.left) if size >= 0 else self.left) if self.left else b""
        self.left -= len(part)
        self.sm3.update(part)
        if not part and (self.left or self.sm3.hexdigest() != self.digest):
            raise Unavailable("文件没有传完整，稍后自动重传。", code="exchange.file-not-whole")
        return part
