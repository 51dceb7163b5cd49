"""Reads: which series a unit may number under, which number a thing bears, what a run has used and skipped."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from tongban.foundation.access.api import units_where
from tongban.foundation.numbering import rules, sql
from tongban.foundation.numbering.contracts import Purpose, State
from tongban.foundation.numbering.models import LIVE, Counter, Number, Series
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

purposes: Registry[Purpose] = Registry("purpose of numbers")


def series_of(*, unit_id: int, purpose: str) -> QuerySet[Series]:
    """The active series under which the unit numbers things of this purpose, in the order of their words."""
    return Series.objects.filter(unit_id=unit_id, purpose=purpose, active=True).order_by("word", "id")


def series_managed_by(viewer: Actor, *, at: datetime) -> QuerySet[Series]:
    """The series of the units whose numbers the viewer looks after, each with `next_serial` of the present year."""
    rows = Series.objects.select_related("unit").order_by("unit__order", "unit_id", "purpose", "word")
    year = timezone.localtime(at).year
    current = Counter.objects.filter(series=OuterRef("pk"), year__in=[0, year]).order_by("-year").values("next")[:1]
    rows = rows.annotate(next_serial=Coalesce(Subquery(current), 1))
    units = units_managed_by(viewer, at=at)
    return rows if units is None else rows.filter(unit__in=units)


def units_managed_by(viewer: Actor, *, at: datetime) -> QuerySet[Unit] | None:
    """The units whose numbers the viewer looks after; None means all."""
    return units_where(actor=viewer, permission="numbering.manage", at=at)


def series_for(viewer: Actor, pk: int, *, at: datetime) -> Series:
    """One of the series that the viewer looks after. Raises NotFound for any other."""
    found = series_managed_by(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def number_of(*, subject: Reference, purpose: str) -> Number | None:
    """The live number (assigned or reserved) that the thing bears for this purpose."""
    return sql.live_of(subject, purpose)


def numbers_of(*, subjects: Iterable[Reference], purpose: str) -> dict[Reference, str]:
    """The assigned numbers of many things of one kind or several, in one query per kind."""
    ids: dict[str, list[int]] = {}
    for subject in subjects:
        ids.setdefault(subject.kind, []).append(subject.id)
    rows = (
        row
        for kind, members in ids.items()
        for row in _live(purpose)
        .filter(state=State.ASSIGNED, subject_kind=kind, subject_id__in=members)
        .values_list("subject_kind", "subject_id", "text")
    )
    return {Reference(kind, id_): text for kind, id_, text in rows if id_ is not None}


def register(*, series: Series, year: int, state: str = "") -> QuerySet[Number]:
    """The numbers of a run, the latest first, in one state or in all."""
    rows = Number.objects.filter(series=series, year=series.counted_under(year)).order_by("-serial")
    return rows.filter(state=state) if state else rows


def years_of(series: Series) -> list[int]:
    """The years in which the series has counted, the latest first; empty for a series that counts on."""
    years = Counter.objects.filter(series=series, year__gt=0).order_by("-year")
    return list(years.values_list("year", flat=True))


def next_serial(*, series: Series, year: int) -> int:
    """The serial that the next number of the run will get, if nobody is quicker."""
    counted = Counter.objects.filter(series=series, year=series.counted_under(year))
    return counted.values_list("next", flat=True).first() or 1


def gaps(*, series: Series, year: int) -> list[tuple[int, int]]:
    """The serials that were skipped (跳号), as runs (first, last). Void numbers are not gaps: see register()."""
    serials = register(series=series, year=year).order_by("serial").values_list("serial", flat=True)
    return list(rules.gaps(serials.iterator(), before=next_serial(series=series, year=year)))


def _live(purpose: str) -> QuerySet[Number]:
    return Number.objects.filter(purpose=purpose, state__in=LIVE)
