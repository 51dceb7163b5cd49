"""Fields that are more than one control: formatted text, signatures, several files, things that are looked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tongban.engines.forms.rules import Field, rich, signatures

LARGEST_PICTURE = 2 * 1024 * 1024


class Box(forms.Widget):
    """A group of controls drawn by a template of its own."""

    use_fieldset = True
    template = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = {"name": name, "attrs": attrs or {}, **self.drawn(value)}
        return render_to_string(self.template, context)

    def drawn(self, value: Any) -> Mapping[str, Any]:
        """What the template needs for this value."""
        return {"value": value or ""}


class RichBox(Box):
    """Plain text without script; with it an editor that sends its HTML in `NAME-html`. What nobody touched stays as it was."""

    template = "forms/rich.html"

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = max(rows, 6)

    def drawn(self, value: Any) -> Mapping[str, Any]:
        cleaned = rich.clean(value) if isinstance(value, str) else ""
        return {"html": cleaned, "plain": rich.text_of(cleaned), "rows": self.rows}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if f"{name}-html" in data:
            return data.get(f"{name}-html")
        before, plain = data.get(f"{name}-before", ""), data.get(name, "")
        same = rich.text_of(rich.clean(before)).split() == plain.split()
        return before if same else rich.from_text(plain)


class SignatureBox(Box):
    """A name typed, a picture brought, or a line drawn; the last of these that is there counts from the picture on."""

    template = "forms/signature.html"

    def drawn(self, value: Any) -> Mapping[str, Any]:
        value = value if isinstance(value, str) else ""
        return {"typed": signatures.name_of(value), "picture": value if signatures.is_picture(value) else ""}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        brought = files.get(f"{name}-picture") if files else None
        if brought:
            brought.seek(0)
            return signatures.of_picture(brought.read(LARGEST_PICTURE + 1))
        if data.get(f"{name}-drawn") and not data.get(f"{name}-clear"):
            return data.get(f"{name}-drawn")
        typed = (data.get(name) or "").strip()
        return signatures.TYPED + typed if typed else ""


class FilesBox(Box):
    """What is there, each with a box to take it away, and a control for more. `there` are their uids, `names` their names."""

    needs_multipart_form = True
    template = "forms/files.html"

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field, self.names, self.there = field, dict[str, str](), list[str]()

    def drawn(self, value: Any) -> Mapping[str, Any]:
        dropped = value["drop"] if isinstance(value, dict) else [u for u in self.there if u not in (value or ())]
        kept = [(uid, self.names.get(uid, "附件"), uid in dropped) for uid in self.there]
        return {"kept": kept, "limits": limits(self.field), "accept": ",".join(f".{end}" for end in self.field.accept)}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        brought = files.getlist(name) if hasattr(files, "getlist") else []
        dropped = data.getlist(f"{name}-drop") if hasattr(data, "getlist") else []
        return {"new": brought, "drop": dropped}


class ThingsBox(Box):
    """Chosen things as ticked boxes, and a search for more; `choices` are those known by name."""

    template = "forms/things.html"

    def __init__(self, choices: Sequence[Any] = ()) -> None:
        super().__init__()
        self.choices, self.found, self.query = list(choices), list[Any](), ""

    def drawn(self, value: Any) -> Mapping[str, Any]:
        chosen = [str(one) for one in value or ()]
        names = {str(row.id): row.name for row in (*self.choices, *self.found)}
        rows = [(one, names.get(one, one), True) for one in chosen]
        rows += [(str(row.id), row.name, False) for row in self.found if str(row.id) not in chosen]
        return {"rows": rows, "query": self.query, "looked": bool(self.query)}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


def limits(field: Field) -> str:
    """What may be attached, in words."""
    said = [f"{'、'.join(field.accept).upper()} 文件"] if field.accept else []
    said += [f"最多 {field.most} 个"] if field.most else []
    said += [f"每个不超过 {field.megabytes} MB"] if field.megabytes else []
    return "，".join(said) + "。" if said else ""
