"""Reads of published forms."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from tongban.engines.forms.models import Form, FormVersion
from tongban.engines.forms.rules import Definition, read_definition
from tongban.kernel.errors import NotFound


def current(code: str) -> FormVersion:
    """The version that counts for new matters. NotFound for a form that was never published."""
    found = FormVersion.objects.filter(form__code=code).select_related("form").order_by("-no").first()
    if found is None:
        raise NotFound(f"还没有发布表单 {code}。")
    return found


def numbered(code: str, no: int) -> FormVersion:
    """A version by the form's code and its number: what something that came from elsewhere was filled in under."""
    found = FormVersion.objects.filter(form__code=code, no=no).select_related("form").first()
    if found is None:
        raise NotFound(f"没有表单 {code} 的第{no}版。")
    return found


def version(pk: int) -> FormVersion:
    """A version by its id: what a stored matter was filled in under."""
    found = FormVersion.objects.filter(pk=pk).select_related("form").first()
    if found is None:
        raise NotFound()
    return found


def definition_of(found: FormVersion) -> Definition:
    """The definition, read. Kept by its digest: versions never change."""
    return _read(found.digest, json.dumps(found.definition))


def from_file(path: Path) -> dict[str, Any]:
    """A definition that an app ships, as JSON."""
    shipped: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shipped


def forms() -> QuerySet[Form]:
    """Every form, with the number of its newest version and when it was published."""
    newest = FormVersion.objects.filter(form=OuterRef("pk")).order_by("-no")
    rows = Form.objects.annotate(no=Subquery(newest.values("no")[:1]), at=Subquery(newest.values("published_at")[:1]))
    return rows.order_by("code")


def versions_of(form: Form) -> QuerySet[FormVersion]:
    """Every version of a form, the newest first."""
    return FormVersion.objects.filter(form=form).order_by("-no")


@functools.lru_cache(maxsize=256)
def _read(digest: str, text: str) -> Definition:
    data: Mapping[str, Any] = json.loads(text)
    return read_definition(data)
