"""What can go wrong with an OFD, as classes with a stable code and a Chinese sentence.

Every error of `tongban.lib.ofd` that a caller can expect is an `OfdError`. `code` is stable and may be stored;
`str(error)` is meant for a person.
"""

from typing import ClassVar


class OfdError(Exception):
    """An expected failure: `code` for programs, the text for people."""

    code: ClassVar[str] = "ofd.error"
    text: ClassVar[str] = "OFD 文件处理失败"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.text}：{detail}" if detail else self.text)


class Unreadable(OfdError):
    """Not an OFD, damaged, truncated or encrypted."""

    code = "ofd.unreadable"
    text = "OFD 文件无法读取"


class TooLarge(OfdError):
    """A bound was met: size, number of entries, packing ratio, pages, drawn objects."""

    code = "ofd.too_large"
    text = "OFD 文件超出处理上限"


class PartMissing(Unreadable):
    """The package refers to a part that it does not hold."""

    code = "ofd.part_missing"
    text = "OFD 文件缺少部件"


class PageMissing(OfdError):
    """There is no page of that number."""

    code = "ofd.page_missing"
    text = "没有这一页"


class SealUnreadable(OfdError):
    """The bytes are not a seal or a signed value of GM/T 0031 or GB/T 38540."""

    code = "ofd.seal_unreadable"
    text = "电子印章数据无法识别"


class NotWritable(OfdError):
    """The pages to be written hold what OFD, or this writer, cannot say."""

    code = "ofd.not_writable"
    text = "不能写成 OFD"


class NotSealable(OfdError):
    """No further seal can be put on this file, or not there."""

    code = "ofd.not_sealable"
    text = "不能加盖印章"
