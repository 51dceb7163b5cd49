"""What belongs to the viewer alone."""

from tongban.business.documents.models import Phrase
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import Actor

MOST_PHRASES = 30


def phone_of(viewer: Actor) -> str:
    """The office telephone of the viewer, for the draft form."""
    found = Person.objects.filter(pk=viewer.person_id or 0).values_list("office_phone", flat=True).first()
    return found or ""


def phrases_of(viewer: Actor) -> list[Phrase]:
    """常用意见 of the viewer, the oldest first: they stay in their place."""
    return list(Phrase.objects.filter(person_id=viewer.person_id or 0).order_by("pk")[:MOST_PHRASES])
