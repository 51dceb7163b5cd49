"""Forms of print and download control."""

from collections.abc import Iterator
from typing import Any

from django import forms

from tongban.foundation.files import api as files
from tongban.foundation.prints import queries
from tongban.foundation.prints.contracts import AUDIENCES, LEVELS, MOST_AT_ONCE, Level
from tongban.foundation.prints.registries import sources
from tongban.foundation.ui import api as ui
from tongban.kernel.references import Reference


class PrintForm(ui.Form):
    """How many, and where they go."""

    copies = forms.IntegerField(label="打印份数", initial=1, min_value=1, max_value=MOST_AT_ONCE)
    place = forms.CharField(
        label="去向", max_length=60, help_text="给谁、放在哪里，例如：县政府第 3 会议室，会后收回。"
    )


class FilterForm(forms.Form):
    """What the register can be narrowed to; nonsense in the address narrows nothing."""

    q = forms.CharField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date", "class": "tb-input"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date", "class": "tb-input"}))


class RightsForm(ui.Form):
    """For each audience one choice for the whole, one for each file, and how many copies."""

    def __init__(self, data: Any, *, subject: Reference) -> None:
        self.names = _files_of(subject)
        self.audiences = [name for name in AUDIENCES if name == "own" or sources[subject.kind].reaches]
        self.set = queries.rules_of(subject)
        self.subject = subject
        super().__init__(data)
        for audience in self.audiences:
            for digest in ("", *self.names):
                self._add(audience, digest)

    def _add(self, audience: str, digest: str) -> None:
        rule = self.set.get((audience, digest))
        level, copies = queries.default_of(
            sources[self.subject.kind].reaches if audience == "receivers" else self.subject.kind
        )
        usual = f"照默认（{LEVELS[level]}）" if not digest else "和整份一样"
        choices = [("", usual), *((str(key), text) for key, text in LEVELS.items() if digest or key != Level.CLOSED)]
        place = place_of(audience, digest)
        label = self.names.get(digest, "整份公文")
        self.fields[place] = forms.ChoiceField(
            label=label, choices=choices, required=False, initial=rule.level if rule else ""
        )
        hint = "" if digest else f"空着照默认（{copies or '不限'}{'份' if copies else ''}）；0 是不限。"
        words = "最多打印几份" if digest else "每个单位最多打印几份"
        self.fields[f"{place}:copies"] = forms.IntegerField(
            label=words, required=False, min_value=0, max_value=10_000, help_text=hint, initial=rule.copies if rule else None,
        )  # fmt: skip
        for name in (place, f"{place}:copies"):
            ui.say_plainly(self.fields[name])

    def groups(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """For the page: each audience with its pairs of fields."""
        for audience in self.audiences:
            places = [place_of(audience, digest) for digest in ("", *self.names)]
            yield AUDIENCES[audience], [(self[place], self[f"{place}:copies"]) for place in places]

    def wanted(self) -> dict[str, tuple[str, int | None]]:
        places = [place_of(audience, digest) for audience in self.audiences for digest in ("", *self.names)]
        return {place: (self.cleaned_data[place], self.cleaned_data[f"{place}:copies"]) for place in places}


def place_of(audience: str, digest: str) -> str:
    return f"{audience}:{digest}" if digest else audience


def _files_of(subject: Reference) -> dict[str, str]:
    """Their names by their content; the document itself goes by the rule for the whole."""
    found = files.files_of(subject=subject).filter(purpose__in=sources[subject.kind].parts)
    return {file.digest: f"{no}. {file.name}" for no, file in enumerate(found, 1)}
