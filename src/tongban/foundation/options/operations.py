"""Changing a setting. In force at once here, within seconds in every other process."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tongban.foundation.options import queries
from tongban.foundation.options.contracts import OptionChanged, Value, options
from tongban.foundation.options.models import Change, Setting
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation, publish


@operation(may="options.manage", on=None)
def set_value(*, key: str, value: Value, reason: str, actor: Actor, at: datetime) -> Change:
    """Let the option have this value from now on; who, when, from what to what and why stay in the history."""
    option = options[key]
    value = option.read(option.show(value) if isinstance(value, bool) else str(value))
    if not reason.strip():
        raise Invalid({"reason": "请写明修改的原因。"}, code="options.reason")
    row = Setting.objects.select_for_update().filter(key=key).first()
    before = option.default if row is None else row.value
    if before == value:
        raise Invalid({"value": "和现在的值一样，没有改动。"}, code="options.same")
    Setting.objects.update_or_create(key=key, defaults={"value": value})
    queries.forget()
    transaction.on_commit(queries.forget)
    publish(OptionChanged(key))
    note(key=key, before=option.show(before), after=option.show(value), reason=reason.strip())
    return Change.objects.create(
        key=key, before=option.show(before)[:300], after=option.show(value)[:300], reason=reason.strip()[:200], at=at,
        by_id=actor.person_id, by_name=actor.name,
    )  # fmt: skip


@operation(may="options.manage")
def take_over(*, values: Mapping[str, Value], actor: Actor, at: datetime) -> None:
    """In the public zone: what the office has set for both. What it has set back to the default goes; unknown keys are left out."""
    shared = {key for key, option in options.items() if option.public}
    Setting.objects.filter(key__in=shared - set(values)).delete()
    for key in sorted(shared & set(values)):
        Setting.objects.update_or_create(key=key, defaults={"value": values[key]})
    queries.forget()
    transaction.on_commit(queries.forget)
    note(keys=sorted(shared & set(values)))
