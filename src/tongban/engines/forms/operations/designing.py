"""Designing a form: a draft is begun, saved as often as one likes, and published once it is sound."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.engines.forms.contracts import DraftOvertaken
from tongban.engines.forms.models import Draft, FormVersion
from tongban.engines.forms.operations.publishing import written
from tongban.engines.forms.rules.faults import NAME
from tongban.engines.forms.rules.reading import MAX_SIZE
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation


@operation(may="forms.design")
def begin_draft(
    *, code: str, name: str, definition: Mapping[str, Any] | None = None, actor: Actor, at: datetime
) -> Draft:
    """A draft: of the newest version of a form, of a definition that was brought, or of an empty form.

    There is one at a time for a form: Conflict for a second. Invalid for a code that no form can have.
    """
    if not NAME.fullmatch(code):
        raise Invalid({"code": "代码用小写字母开头，只含小写字母、数字和下划线，最多 40 位。"}, code="forms.code")
    base = FormVersion.objects.filter(form__code=code).select_related("form").order_by("-no").first()
    if base is None and not name.strip():
        raise Invalid({"name": "请填写表单名称。"}, code="forms.name")
    if Draft.objects.filter(code=code).exists():
        raise Conflict("这个表单已有一份草稿，请接着修改那一份，或者先放弃它。", code="forms.draft-there")
    start = definition or (base.definition if base else blank(code, name.strip()))
    title = name.strip() or (base.form.name if base else "")
    return _write(Draft(code=code, base=base, revision=0), {**start, "code": code, "name": title}, actor, at)


@operation(may="forms.design", on="draft")
def save_draft(*, draft: Draft, definition: Mapping[str, Any], revision: int, actor: Actor, at: datetime) -> Draft:
    """Keep what was designed, sound or not. `revision` is the one that the designer began with.

    DraftOvertaken when somebody saved meanwhile: nothing is changed, and the newer draft is to be looked at first.
    """
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    if found.revision != revision:
        raise DraftOvertaken(f"{found.author_name} 已保存过这份草稿，您的改动还没有保存。")
    return _write(found, {**definition, "code": found.code}, actor, at)


@operation(may="forms.design", on="draft")
def discard_draft(*, draft: Draft, actor: Actor, at: datetime) -> None:
    """放弃: the published version stays what counts."""
    note(form=draft.code)
    draft.delete()


@operation(may="forms.publish", on="draft")
def publish_draft(*, draft: Draft, message: str, actor: Actor, at: datetime) -> FormVersion:
    """A new version from the draft, for matters that begin from now on; running ones keep theirs.

    Invalid for one that is not sound; Conflict where somebody published since the draft began, and where nothing changed.
    """
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    newest = FormVersion.objects.filter(form__code=found.code).order_by("-no").first()
    if newest is not None and newest.pk != found.base_id:
        raise Conflict(f"草稿开始以后已发布了第 {newest.no} 版。请放弃草稿，从新的一版改起。", code="forms.overtaken")
    made = written(found.definition, message=message, actor=actor, at=at)
    found.delete()
    about(made.reference)
    return made


def blank(code: str, name: str) -> dict[str, Any]:
    """A form with nothing but a section."""
    return {
        "code": code, "name": name, "schema": {"type": "object", "required": [], "properties": {}},
        "layout": {"sections": [{"title": "", "fields": []}]},
    }  # fmt: skip


def _write(draft: Draft, definition: dict[str, Any], actor: Actor, at: datetime) -> Draft:
    if len(json.dumps(definition, ensure_ascii=False)) > MAX_SIZE:
        raise Invalid({"definition": f"表单定义超过 {MAX_SIZE // 1024} KB。"}, code="forms.too-large")
    draft.definition, draft.changed_at, draft.author_name = definition, at, actor.name
    draft.name = str(definition.get("name") or draft.name)[:120]
    draft.revision += 1
    draft.save()
    about(draft.reference)
    note(form=draft.code, revision=draft.revision)
    return draft
