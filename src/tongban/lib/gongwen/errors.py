"""Anticipated errors of the library: a stable code, and a message in Chinese that says what to do."""

from typing import Any


class GongwenError(Exception):
    """Base of all errors that a caller is expected to show; ``code`` never changes, the message may."""

    code = "gongwen.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SourceUnreadable(GongwenError):
    """The source text, its front matter or its encoding cannot be understood."""

    code = "gongwen.source_unreadable"


class DocxRefused(GongwenError):
    """An uploaded file was refused before it was unpacked; ``reason`` is one of the words below.

    ``not_docx``, ``legacy_doc``, ``encrypted``, ``too_large``, ``bomb``, ``xml_entity``, ``damaged``.
    """

    code = "gongwen.docx_refused"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class FontMissing(GongwenError):
    """No font is registered for a role that the page needs."""

    code = "gongwen.font_missing"


class GlyphsMissing(GongwenError):
    """Some characters have no shape in any font; ``missing`` lists them with their places (``MissingGlyph``)."""

    code = "gongwen.glyphs_missing"

    def __init__(self, message: str, missing: tuple[Any, ...]) -> None:
        super().__init__(message)
        self.missing = missing


class LayoutFailed(GongwenError):
    """The typesetter refused the document or warned about it (a warning is an error here)."""

    code = "gongwen.layout_failed"


class ImpressionRefused(GongwenError):
    """The impression of a seal may not or cannot be drawn."""

    code = "gongwen.impression_refused"
