"""What was handed in: the newest form in words, and the newest of each material."""

from dataclasses import dataclass

from tongban.business.casework.contracts import Channel
from tongban.business.casework.models import Case, Material, Submission
from tongban.business.catalog import api as catalog
from tongban.engines.forms import api as forms


@dataclass(frozen=True, slots=True)
class Brought:
    """A material that the item asks for, and the newest that came; `no` is the submission it came with, 0: none.

    `filled`: it is the application form itself, filled in online.
    """

    wanted: catalog.Material
    had: Material | None
    no: int
    filled: bool = False

    @property
    def there(self) -> bool:
        return self.had is not None or self.filled


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`fields` are pairs of label and words."""

    fields: list[tuple[str, str]]
    materials: list[Brought]
    submissions: list[Submission]


def handed_in(case: Case) -> HandedIn:
    submissions = list(case.submissions.order_by("no").prefetch_related("materials__file"))
    last = submissions[-1]
    definition = forms.definition_of(forms.version(last.form_version_id))
    shown = forms.shown_fields(definition, last.data)
    content, online = case.version.content, case.channel == Channel.WEB
    uploaded = {material.key for material in catalog.to_upload(content, definition.name)}
    newest = {m.key: (m, s.no) for s in submissions for m in s.materials.all()}
    return HandedIn(
        [(f.label, forms.words(f, last.data.get(f.name))) for f in definition.fields if f.name in shown],
        [_brought(m, newest.get(m.key), filled=online and m.key not in uploaded) for m in content.materials],
        submissions,
    )


def _brought(wanted: catalog.Material, newest: tuple[Material, int] | None, *, filled: bool) -> Brought:
    had, no = newest or (None, 0)
    return Brought(wanted, had, no, filled)
