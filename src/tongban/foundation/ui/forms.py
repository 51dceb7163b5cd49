"""Forms that speak plainly, carry a request key, and take back what an operation says about their fields."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.validators import BaseValidator

from tongban.kernel.errors import Invalid

CHOOSES = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)

LIMITS = {
    "max_length": "最多写 %(limit_value)d 个字，现在是 %(show_value)d 个。",
    "min_length": "至少写 %(limit_value)d 个字，现在是 %(show_value)d 个。",
    "max_value": "不能大于 %(limit_value)s。",
    "min_value": "不能小于 %(limit_value)s。",
}


class Form(forms.Form):
    """Base of all forms on the staff side.

    Messages say what to do ("请填写标题。"), unless a field brings its own. The hidden `request_key` makes a
    double click happen once: it is new in every fresh form and stays the same while the form comes back with messages.
    """

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    result: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4
        for field in self.fields.values():
            say_plainly(field)

    def values(self) -> dict[str, Any]:
        """The cleaned values for the operation, without the request key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}

    def carry_out(self, operation: Callable[..., Any], /, **arguments: Any) -> bool:
        """Call the operation with this form's key. False when it found the input Invalid: messages stand at the fields.

        The outcome is then in `result`. Other errors (NotAllowed, Conflict) go on to their page.
        """
        key = self.cleaned_data.get("request_key")
        try:
            self.result = operation(**arguments, request_key=str(key) if key else None)
        except Invalid as error:
            add_invalid(self, error)
            return False
        return True

    def shown(self) -> Iterator[forms.BoundField]:
        """The fields that a person sees, for {% for field in form.shown %}."""
        return (field for field in self if not field.is_hidden)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads at once, in the order of choosing; the value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [found for each in given or [None] if (found := super(FilesField, self).clean(each, initial))]


class Beside(Form):
    """A form that stands on a page beside others: its ids are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **kwargs})


def secret_field(label: str, *, complete: str, help_text: str = "", longest: int = 128) -> forms.CharField:
    """A password: never given back, taken as typed. `complete` is what the browser may fill in: current-password or new-password."""
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, widget=widget, help_text=help_text, strip=False, max_length=longest)


def add_invalid(form: forms.Form, invalid: Invalid) -> None:
    """Put an operation's messages at the form's fields; what belongs to no field stands above the form."""
    for name, message in invalid.fields.items():
        form.add_error(name if name in form.fields else None, message)


def say_plainly(field: forms.Field) -> None:
    """Replace Django's standing messages of this field by ours; messages given by the author stay."""
    standing = _standing(type(field))
    for key, message in _messages(field).items():
        if field.error_messages.get(key) is standing.get(key):
            field.error_messages[key] = message
    for validator in field.validators:
        limit = LIMITS.get(getattr(validator, "code", ""))
        if limit and isinstance(validator, BaseValidator):
            validator.message = limit
    if type(field.widget) is forms.NumberInput:
        field.widget.input_type = "text"  # a number box throws away what it cannot read; the typed text must come back
        field.widget.attrs["inputmode"] = "numeric"


def _standing(kind: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in reversed(kind.__mro__):
        found.update(part.__dict__.get("default_error_messages", {}))
    return found


def _messages(field: forms.Field) -> Mapping[str, str]:
    label = field.label or "这一项"
    messages = {"required": f"请选择{label}。" if isinstance(field, CHOOSES) else f"请填写{label}。"}
    if isinstance(field, forms.FileField):
        return messages | {"empty": "这个文件是空的。请重新选择。", "missing": "没有收到文件。请重新选择。"}
    if isinstance(field, forms.IntegerField):
        return messages | {"invalid": f"{label}要写数字，例如：40。"}
    if isinstance(field, forms.DateTimeField):
        return messages | {"invalid": f"{label}要写日期和时间，例如：2026-11-18 09:30。"}
    if isinstance(field, forms.DateField):
        return messages | {"invalid": f"{label}要写日期，例如：2026-11-18。"}
    if isinstance(field, CHOOSES):
        text = "选的内容已经不在列表里，请重新选择。"
        return messages | {"invalid_choice": text, "invalid_pk_value": text, "invalid_list": text}
    return messages | {"invalid": f"{label}的格式不对，请检查。"}
