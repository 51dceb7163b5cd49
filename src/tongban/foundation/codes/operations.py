"""Keeping dictionaries."""

from datetime import datetime

from tongban.foundation.codes.contracts import CODE, ENTRY_CODE, EntryData
from tongban.foundation.codes.models import Dictionary, Entry
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation


@operation(may="codes.manage")
def create_dictionary(*, code: str, name: str, actor: Actor, at: datetime) -> Dictionary:
    """A new, empty dictionary. Invalid for a code that is taken or cannot be one."""
    if not CODE.fullmatch(code):
        raise Invalid({"code": "代码用小写字母开头，只含小写字母、数字和下划线。"}, code="codes.code")
    if not name.strip():
        raise Invalid({"name": "请填写名称。"}, code="codes.name")
    if Dictionary.objects.filter(code=code).exists():
        raise Invalid({"code": "这个代码已有字典。"}, code="codes.taken")
    return Dictionary.objects.create(code=code, name=name.strip()[:60])


@operation(may="codes.manage", on="dictionary")
def add_entry(*, dictionary: Dictionary, code: str, data: EntryData, actor: Actor, at: datetime) -> Entry:
    """One more code. Invalid for a code that the dictionary has, or days in the wrong order."""
    if not ENTRY_CODE.fullmatch(code):
        raise Invalid({"code": "代码只含字母、数字、“_”“.”和“-”，最多 40 位。"}, code="codes.code")
    if Entry.objects.filter(dictionary=dictionary, code=code).exists():
        raise Invalid({"code": "字典里已有这个代码。"}, code="codes.taken")
    made = Entry(dictionary=dictionary, code=code)
    return _write(made, data)


@operation(may="codes.manage", on="entry")
def change_entry(*, entry: Entry, data: EntryData, actor: Actor, at: datetime) -> Entry:
    """Another label, place or time; the code stays. What was chosen under it is read by the new label."""
    found = Entry.objects.select_for_update().get(pk=entry.pk)
    note(before=found.label, until=found.last_day.isoformat() if found.last_day else "")
    return _write(found, data)


def _write(entry: Entry, data: EntryData) -> Entry:
    if not data.label.strip():
        raise Invalid({"label": "请填写名称。"}, code="codes.label")
    if data.last_day is not None and data.last_day < data.first_day:
        raise Invalid({"last_day": "停用日期不能早于启用日期。"}, code="codes.days")
    entry.label, entry.position = data.label.strip()[:60], data.position
    entry.first_day, entry.last_day = data.first_day, data.last_day
    entry.save()
    note(dictionary=entry.dictionary.code, code=entry.code, label=entry.label)
    return entry
