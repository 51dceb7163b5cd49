"""The pictures of people, now and at the time of an opinion."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from tongban.foundation.pictures.contracts import SIGNATURE
from tongban.foundation.pictures.models import Picture
from tongban.kernel.errors import NotFound


def current(person_id: int) -> dict[str, Picture]:
    """The pictures that count now, by their sort."""
    return {row.sort: row for row in Picture.objects.filter(person_id=person_id, ended_at=None)}


def by_file(file: UUID) -> Picture:
    found = Picture.objects.filter(file=file).first()
    if found is None:
        raise NotFound
    return found


def address(picture: Picture) -> str:
    return reverse("pictures:picture", args=[picture.file])


class Signatures:
    """The signatures of some people, to be shown beside what they said. One statement."""

    def __init__(self, people: Collection[int | None]) -> None:
        asked = {person for person in people if person}
        rows: QuerySet[Picture] | list[Picture] = []
        if asked:
            rows = Picture.objects.filter(person_id__in=asked, sort=SIGNATURE).order_by("made_at", "pk")
        self._rows = list(rows)

    def of(self, person_id: int | None, at: datetime | None) -> str:
        """The address of the signature that the person had then; "" where there was none."""
        if at is None:
            return ""
        own = (row for row in self._rows if row.person_id == person_id and row.made_at <= at)
        found = next((row for row in own if row.ended_at is None or row.ended_at > at), None)
        return address(found) if found else ""
