"""`{% load printing %}`: the links of a file, as far as its reader may go."""

from typing import Any

from django import template
from django.template.context import Context

from tongban.foundation.files.api import StoredFile
from tongban.foundation.prints import marking, queries
from tongban.foundation.prints.contracts import Level, Right

register = template.Library()


@register.inclusion_tag("prints/file_line.html", takes_context=True)
def file_line(context: Context, file: StoredFile) -> dict[str, Any]:
    """Name and size of a file in a list, and what can be done with it."""
    return _shown(context, file)


@register.inclusion_tag("prints/file_acts.html", takes_context=True)
def file_acts(context: Context, file: StoredFile, label: str, shape: str = "link") -> dict[str, Any]:
    """The same for the one file of a page. `shape`: link, or button."""
    return {**_shown(context, file), "label": label, "shape": shape}


def _shown(context: Context, file: StoredFile) -> dict[str, Any]:
    right = _right(context, file)
    return {
        "file": file, "downloads": right.allows(Level.DOWNLOAD), "reads": right.allows(Level.READ) and marking.readable(file),
        "prints": right.allows(Level.PRINT) and right.origin is not None and marking.readable(file),
    }  # fmt: skip


def _right(context: Context, file: StoredFile) -> Right:
    """The rules of a thing are read once for a page, however many files it lists."""
    known = context["request"].__dict__.setdefault("_prints", {})
    if file.subject not in known:
        origin = queries.origin_of(file.subject)
        known[file.subject] = (origin, queries.rules_of(origin.subject) if origin else {})
    origin, set_ = known[file.subject]
    return queries.right_by(file, origin, set_)
