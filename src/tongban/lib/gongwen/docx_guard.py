"""What an uploaded .docx must pass before any of it is parsed: size, shape, bombs, entities, encryption."""

import io
import lzma
import re
import zipfile
import zlib

from tongban.lib.gongwen.errors import DocxRefused

MAX_BYTES = 30_000_000
MAX_UNPACKED = 100_000_000
MAX_XML_PART = 16_000_000
MAX_PARTS = 5_000
MAX_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
_CHUNK = 1 << 16
# Declarations of entities, in any of the encodings that an XML reader accepts.
_DECLARED = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)


def guard(content: bytes) -> None:
    """Refuse (DocxRefused, with a reason) what is not an honest .docx. Memory stays within a few hundred kB of the
    upload: parts are unpacked in pieces that are thrown away, and no more than a part declares is ever unpacked."""
    if len(content) > MAX_BYTES:
        raise DocxRefused("too_large", f"文件超过{MAX_BYTES // 1_000_000} MB，请删减图片后再导入。")
    if content.startswith(_OLE):
        _refuse_ole(content)
    with _opened(content) as archive:
        parts = archive.infolist()
        _check_sizes(parts, len(content))
        if "[Content_Types].xml" not in archive.namelist() or "word/document.xml" not in archive.namelist():
            raise DocxRefused("not_docx", "不是 .docx 文稿，请用 Word 或 WPS 另存为 .docx 后再导入。")
        for part in parts:
            _check_part(archive, part)


def _refuse_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise DocxRefused("encrypted", "文件设有打开密码，请取消密码后再导入。")
    raise DocxRefused("legacy_doc", "这是旧的 .doc 格式，请另存为 .docx 后再导入。")


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise DocxRefused("not_docx", "不是 .docx 文稿，请用 Word 或 WPS 另存为 .docx 后再导入。") from error


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    xml = max((part.file_size for part in parts if _is_xml(part)), default=0)
    bomb = unpacked > max(1_000_000, MAX_RATIO * packed)
    if bomb or unpacked > MAX_UNPACKED or xml > MAX_XML_PART or len(parts) > MAX_PARTS:
        raise DocxRefused("bomb", "文件解压后过大，不能导入。")
    if len({part.filename for part in parts}) != len(parts):
        raise DocxRefused("damaged", "文件结构异常（部件重名），不能导入。")


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels", ".vml"))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack once, throwing away: a part that lies about its size or checksum fails here, not in the parser."""
    if part.flag_bits & 1:
        raise DocxRefused("encrypted", "文件设有密码，请取消密码后再导入。")
    tail = b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                if _is_xml(part) and _DECLARED.search(tail + chunk):
                    raise DocxRefused("xml_entity", "文件含有不允许的 XML 声明，不能导入。")
                tail = chunk[-32:]
    except _DAMAGES as error:
        raise DocxRefused("damaged", "文件已损坏，不能导入。") from error
