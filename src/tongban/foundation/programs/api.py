"""The door of programs: shapes, pages, who acts."""

from tongban.foundation.programs.calling import KEY, Malformed, acting
from tongban.foundation.programs.paging import Asked, Page, page
from tongban.foundation.programs.shapes import (
    Count,
    Day,
    FileOut,
    Given,
    Id,
    Line,
    Name,
    Opinion,
    Paragraph,
    PathId,
    Phone,
    SealIn,
    Sentence,
    Title,
    UnitName,
    Word,
)

__all__ = [
    "KEY", "Asked", "Count", "Day", "FileOut", "Given", "Id", "Line", "Malformed", "Name", "Opinion", "Page",
    "Paragraph", "PathId", "Phone", "SealIn", "Sentence", "Title", "UnitName", "Word", "acting", "page",
]  # fmt: skip
