"""Publishing forms."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.engines.forms.contracts import FormPublished
from tongban.engines.forms.models import Form, FormVersion
from tongban.engines.forms.rules import read_definition
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation
from tongban.kernel.operations import publish as tell
from tongban.lib.gm.provider import sm3


@operation(may="forms.publish")
def publish(*, definition: Mapping[str, Any], message: str, actor: Actor, at: datetime) -> FormVersion:
    """A new version of the form that the definition names. Raises DefinitionInvalid, or Conflict when nothing has changed.

    Matters that run keep their version. The message says what was changed and why.
    """
    return written(definition, message=message, actor=actor, at=at)


@operation(may="forms.publish", on="version")
def restore(*, version: FormVersion, message: str, actor: Actor, at: datetime) -> FormVersion:
    """回退: an older version counts again, as a new one with the same definition. Conflict when it counts already."""
    made = written(version.definition, message=message, actor=actor, at=at)
    note(restored=version.no)
    return made


@inside_operation
def written(definition: Mapping[str, Any], *, message: str, actor: Actor, at: datetime) -> FormVersion:
    """The new version, its news and its note. See `publish`."""
    read = read_definition(definition)
    if not message.strip():
        raise Invalid({"message": "请写明这一版改了什么。"})
    form = _form(read.code, read.name)
    last = FormVersion.objects.filter(form=form).order_by("-no").first()
    digest = digest_of(definition)
    if last is not None and last.digest == digest:
        raise Conflict(f"与第 {last.no} 版相同，没有可发布的改动。", code="forms.unchanged")
    made = FormVersion.objects.create(
        form=form, no=last.no + 1 if last else 1, definition=definition, digest=digest, message=message.strip()[:200],
        published_at=at, published_by=actor.name,
    )  # fmt: skip
    note(form=read.code, version=made.no, digest=digest)
    tell(FormPublished(read.code, made.no))
    return made


def digest_of(definition: Mapping[str, Any]) -> str:
    """SM3 of the definition in a form that does not depend on the order of keys."""
    plain = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(plain.encode()).hex()


def _form(code: str, name: str) -> Form:
    """The form, locked until the version is in; one publishes after the other."""
    form, made = Form.objects.select_for_update().get_or_create(code=code, defaults={"name": name})
    if not made and form.name != name:
        form.name = name
        form.save(update_fields=["name"])
    return form
