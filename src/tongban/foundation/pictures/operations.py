"""Setting one's own portrait and signature (F-ID-37)."""

from datetime import datetime

from tongban.foundation.files import api as files
from tongban.foundation.organization.api import Person
from tongban.foundation.pictures.models import Picture
from tongban.kernel.actor import Actor
from tongban.kernel.operations import inside_operation, note, operation

OWN = "pictures.own"


@operation(may=OWN, on="person")
def set_picture(*, person: Person, sort: str, received: files.Received, actor: Actor, at: datetime) -> Picture:
    """This picture counts from now on; opinions said before keep the signature of their time."""
    _end(person, sort, at=at)
    file = files.keep(received=received)
    note(sort=sort)
    made = Picture.objects.create(person=person, sort=sort, file=file.uid, made_at=at)
    files.move(files=[file], subject=made.reference)
    return made


@operation(may=OWN, on="person")
def take_picture_away(*, person: Person, sort: str, actor: Actor, at: datetime) -> None:
    """None counts from now on. Taken away twice is taken away once."""
    note(sort=sort)
    _end(person, sort, at=at)


@inside_operation
def _end(person: Person, sort: str, *, at: datetime) -> None:
    Picture.objects.filter(person=person, sort=sort, ended_at=None).update(ended_at=at)
