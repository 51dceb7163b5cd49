"""Reads of dictionaries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tongban.foundation.codes.contracts import Choice
from tongban.foundation.codes.models import Dictionary, Entry


def choices(code: str, *, on: date) -> list[Choice]:
    """The entries of one dictionary in their order; those that do not count on that day are not choosable."""
    return choices_of([code], on=on).get(code, [])


def choices_of(codes: Collection[str], *, on: date) -> dict[str, list[Choice]]:
    """The same for several dictionaries in one statement."""
    found: dict[str, list[Choice]] = defaultdict(list)
    rows = Entry.objects.filter(dictionary__code__in=codes).select_related("dictionary")
    for entry in rows.order_by("position", "code"):
        counts = entry.first_day <= on and (entry.last_day is None or on <= entry.last_day)
        found[entry.dictionary.code].append(Choice(entry.code, entry.label, counts))
    return dict(found)


def dictionaries() -> QuerySet[Dictionary]:
    """Every dictionary with the number of its entries."""
    counted = Entry.objects.filter(dictionary=OuterRef("pk")).values("dictionary").annotate(n=Count("pk")).values("n")
    return Dictionary.objects.annotate(entries=Coalesce(Subquery(counted), 0)).order_by("code")


def entries_of(dictionary: Dictionary) -> QuerySet[Entry]:
    """All entries in their order, ended ones too."""
    return Entry.objects.filter(dictionary=dictionary).order_by("position", "code")
