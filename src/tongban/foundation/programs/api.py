"""The door of programs: shapes, pages, who acts."""

from tongban.foundation.programs.calling import KEY, Malformed, acting, also
from tongban.foundation.programs.paging import Asked, Page, page
from tongban.foundation.programs.shapes import (
    MOST_ID,
    Count,
    Day,
    Fields,
    FileOut,
    Given,
    Id,
    Line,
    LongReasonIn,
    Name,
    Opinion,
    Paragraph,
    PathId,
    Phone,
    ReasonIn,
    SealIn,
    Sentence,
    Title,
    UnitName,
    Word,
)

__all__ = [
    "KEY", "MOST_ID",
    "Asked", "Count", "Day", "Fields", "FileOut", "Given", "Id", "Line", "LongReasonIn", "Malformed", "Name", "Opinion", "Page",
    "Paragraph", "PathId", "Phone", "ReasonIn", "SealIn", "Sentence", "Title", "UnitName", "Word", "acting", "also", "page",
]  # fmt: skip
