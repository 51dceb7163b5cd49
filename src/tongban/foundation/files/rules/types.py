"""Our table of file types, told apart by content: what the name says is only compared with it."""

import codecs
from collections.abc import Collection

from tongban.foundation.files.contracts import FileType

HEAD = 4096  # bytes of the beginning that are looked at
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."

TYPES = {
    t.key: t
    for t in (
        FileType("pdf", "PDF", "application/pdf", ("pdf",), inline=True),
        FileType("ofd", "OFD", "application/ofd", ("ofd",)),
        FileType("docx", "Word 文档", f"{_OFFICE}wordprocessingml.document", ("docx",)),
        FileType("xlsx", "Excel 表格", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
        FileType("pptx", "PPT 演示", f"{_OFFICE}presentationml.presentation", ("pptx",)),
        FileType("ole", "旧版 Office 文件", "application/x-ole-storage", ("doc", "xls", "ppt", "wps", "et", "dps")),
        FileType("rtf", "RTF", "application/rtf", ("rtf",)),
        FileType("odt", "ODT", "application/vnd.oasis.opendocument.text", ("odt",)),
        FileType("png", "PNG 图片", "image/png", ("png",), inline=True),
        FileType("jpeg", "JPEG 图片", "image/jpeg", ("jpg", "jpeg"), inline=True),
        FileType("gif", "GIF 图片", "image/gif", ("gif",), inline=True),
        FileType("bmp", "BMP 图片", "image/bmp", ("bmp",)),
        FileType("webp", "WebP 图片", "image/webp", ("webp",), inline=True),
        FileType("tiff", "TIFF 图片", "image/tiff", ("tif", "tiff")),
        FileType("text", "纯文本", "text/plain; charset=utf-8", ("txt", "md", "csv")),
        FileType("zip", "ZIP 压缩包", "application/zip", ("zip",)),
        FileType("rar", "RAR 压缩包", "application/vnd.rar", ("rar",)),
        FileType("7z", "7z 压缩包", "application/x-7z-compressed", ("7z",)),
        FileType("mp3", "MP3 录音", "audio/mpeg", ("mp3",)),
        FileType("mp4", "MP4 视频", "video/mp4", ("mp4", "m4a", "mov")),
        FileType("wav", "WAV 录音", "audio/wav", ("wav",)),
        FileType("bpmn", "流程图", "application/xml", ("bpmn",)),
        # Never accepted for any purpose: named only so that the refusal can say what was found.
        FileType("exe", "exe", "application/octet-stream", ("exe", "dll", "com", "scr")),
        FileType("elf", "Linux 程序", "application/octet-stream", ()),
        FileType("script", "脚本", "application/octet-stream", ("sh", "py")),
        FileType("html", "网页", "application/octet-stream", ("html", "htm")),
        FileType("svg", "SVG 图片", "application/octet-stream", ("svg",)),
        FileType("xml", "XML", "application/octet-stream", ("xml",)),
        FileType("unknown", "无法识别的内容", "application/octet-stream", ()),
    )
}
HOSTILE = frozenset({"exe", "elf", "script", "html", "svg"})
PACKED = frozenset({"zip", "docx", "xlsx", "pptx", "ofd", "odt"})

_MAGIC = (
    (b"MZ", "exe"), (b"\x7fELF", "elf"), (b"#!", "script"),
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (_OLE, "ole"), (b"{\\rtf", "rtf"), (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"PK\x05\x06", "zip"),
)  # fmt: skip
_MEMBERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_MARKUP = (("<!doctype html", "html"), ("<html", "html"), ("<script", "html"), ("<svg", "svg"))


def type_of(head: bytes, *, members: Collection[str] | None = None) -> FileType:
    """The type of content that begins with `head`; `members` are the names in it when it is a ZIP package."""
    return TYPES[_package(members) if members is not None else _plain(head)]


def type_for(suffix: str) -> FileType | None:
    """The type that a name's suffix promises."""
    return next((t for t in TYPES.values() if suffix in t.suffixes), None)


def _package(members: Collection[str]) -> str:
    names = set(members)
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        return next((key for folder, key in _MEMBERS if any(n.startswith(folder) for n in names)), "zip")
    return "odt" if {"mimetype", "content.xml"} <= names else "zip"


def _plain(head: bytes) -> str:
    for magic, key in _MAGIC:
        if head.startswith(magic):
            return key
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE"):
        return "webp" if head[8:12] == b"WEBP" else "wav"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:2] == b"BM" and int.from_bytes(head[6:10], "little") == 0:
        return "bmp"
    return _text(head)


def _text(head: bytes) -> str:
    decoded = _decode(head)
    if decoded is None:
        return "unknown"
    start = decoded.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        if "<svg" in start:
            return "svg"
        return "bpmn" if "omg.org/spec/bpmn" in start else "xml"
    return next((key for mark, key in _MARKUP if start.startswith(mark)), "text")


def _decode(head: bytes) -> str | None:
    """Text in UTF-8, UTF-16 with its mark, or GB 18030; None when it is none of these. The last character may be cut."""
    encodings = ["utf-16"] if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\r\n\f\x1a" for c in text):
            return text
    return None
