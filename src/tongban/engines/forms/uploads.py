"""Files of a form: checked, received before the operation, kept inside it.

received = forms.receive(form, purpose="affairs.attachment")              in the view, once the form is valid
data = forms.keep(received, data=data, subject=affair.reference)          inside the operation: uids stand in the data
"""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules import Definition, Field
from tongban.foundation.files import api as files
from tongban.kernel.errors import Invalid
from tongban.kernel.references import Reference

NEW = "new:"  # before the name of a file that has no uid yet
Uploads = Mapping[str, UploadedFile | list[UploadedFile]]
Received = Mapping[str, list[files.Received]]


def placeholders(
    definition: Definition, sent: Mapping[str, Any], current: Mapping[str, Value]
) -> tuple[dict[str, Any], dict[str, Value]]:
    """The uploads by field; and what the rules count: uids that stay, then a name for each new file.

    Of what is sent only new files count; a uid can be taken away from what is there, never brought in.
    """
    uploads: dict[str, Any] = {n: v for n, v in sent.items() if isinstance(v, UploadedFile)}
    values: dict[str, Value] = {n: v.name or "" for n, v in uploads.items()}
    for field in definition.fields:
        if field.kind == "file" and field.name not in uploads:
            values[field.name] = current.get(field.name, "")
        if field.kind == "files":
            typed = sent.get(field.name) or {"new": [], "drop": []}
            kept = [uid for uid in current.get(field.name) or () if uid not in typed["drop"]]
            values[field.name] = kept + [f"{NEW}{at}:{file.name}" for at, file in enumerate(typed["new"])]
            if typed["new"]:
                uploads[field.name] = list(typed["new"])
    return uploads, values


def faults_of(definition: Definition, uploads: Uploads) -> dict[str, str]:
    """What is wrong with the new files, by field; their content is looked at when they are received."""
    wrong: dict[str, str] = {}
    for field in definition.fields:
        given = uploads.get(field.name, [])
        for file in given if isinstance(given, list) else [given]:
            if fault := _fault(field, file):
                wrong.setdefault(field.name, fault)
    return wrong


def receive(form: Any, *, purpose: str) -> Received:
    """The form's new files in the store. Raises Invalid with the message at its field."""
    found: dict[str, list[files.Received]] = {}
    for name, given in form.uploads.items():
        try:
            found[name] = [
                files.receive(source=file, name=file.name or "附件", purpose=purpose)
                for file in (given if isinstance(given, list) else [given])
            ]
        except files.FileInvalid as invalid:
            raise Invalid({name: "；".join(invalid.fields.values()) or str(invalid)}, code="forms.file") from invalid
    return found


def keep(received: Received, *, data: Mapping[str, Value], subject: Reference) -> dict[str, Value]:
    """The data with the uids of the files, which belong to the subject from now on. Inside an operation only."""
    made = {name: _settled(value) for name, value in data.items()}
    for name, contents in received.items():
        uids = [str(files.keep(received=content, subject=subject).uid) for content in contents]
        made[name] = [*made[name], *uids] if isinstance(made.get(name), list) else uids[0]
    return made


def _settled(value: Value) -> Value:
    """Without the names of files that are still to come."""
    if not isinstance(value, list):
        return value
    return [one for one in value if not (isinstance(one, str) and one.startswith(NEW))]


def _fault(field: Field, file: UploadedFile) -> str:
    name, size = file.name or "", file.size or 0
    if field.accept and PurePath(name).suffix.lower().removeprefix(".") not in field.accept:
        return f"“{name}”不行，只能传 {'、'.join(field.accept).upper()} 文件。"
    if field.megabytes is not None and size > field.megabytes * 1024 * 1024:
        return f"“{name}”超过 {field.megabytes} MB，请压缩后再传。"
    return ""
