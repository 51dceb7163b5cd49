"""Bodies from files: Word, Markdown, plain text. What could not be taken over is reported, never silently dropped."""

from dataclasses import dataclass
from typing import IO

from tongban.business.documents.rules import secrecy
from tongban.kernel.errors import Anticipated, Invalid, Refused
from tongban.kernel.text import visible
from tongban.lib.gongwen.docx import read_docx
from tongban.lib.gongwen.errors import DocxRefused, GongwenError
from tongban.lib.gongwen.markdown import read_markdown, read_plain, write_markdown
from tongban.lib.gongwen.model import Document as Page

MOST = 20 * 1024 * 1024
HOSTILE = {"bomb", "xml_entity"}


@dataclass(frozen=True, slots=True)
class Imported:
    title: str
    kind: str
    main_recipients: str
    body: str
    report: list[str]


def read(file: IO[bytes], name: str) -> Imported:
    """The content of an uploaded file. Raises Invalid for what cannot be read, Refused for a secret document."""
    data = file.read(MOST + 1)
    if len(data) > MOST:
        raise Invalid({"file": "文件超过 20 MB，不能导入。"})
    try:
        page, report = _page(data, name.lower())
    except DocxRefused as error:
        raise _refusal(error) from error
    except GongwenError as error:
        raise Invalid({"file": error.message}, code="documents.import") from error
    body = visible(body_text(page))
    secrecy.refuse_secret(page.classification, visible(page.title), body)
    return Imported(visible(page.title), page.kind, visible(page.main_recipients), body, report)


def _refusal(error: DocxRefused) -> Anticipated:
    """A bomb is hostile and leaves an audit entry; a damaged or foreign file is a mistake."""
    if error.reason in HOSTILE:
        return Refused(error.message, code=f"documents.import-{error.reason.replace('_', '-')}")
    return Invalid({"file": error.message}, code="documents.import")


def body_text(page: Page) -> str:
    """Body and attachments in the form that the draft keeps."""
    bare = Page(body=page.body, attachments=page.attachments)
    return write_markdown(bare).partition("---\n")[2].partition("---\n")[2].strip() or write_markdown(bare).strip()


def _page(data: bytes, name: str) -> tuple[Page, list[str]]:
    if name.endswith(".docx"):
        found = read_docx(data)
        return found.document, list(found.left_out)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return (read_markdown(text) if name.endswith(".md") else read_plain(text)), []
