"""Reads of licences. The public check takes the code that stands on the licence; everything else takes the viewer."""

from datetime import datetime

from django.db.models import QuerySet

from tongban.business.licenses.contracts import State
from tongban.business.licenses.models import License
from tongban.business.licenses.rules import clean_token
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

SEE = "licenses.see_unit"


def license_by_token(typed: str) -> License | None:
    """The sealed licence with this check code, for anybody who has it in hand."""
    sealed = License.objects.filter(state__in=[State.ISSUED.value, State.REVOKED.value])
    return sealed.filter(token=clean_token(typed)).first()


def licenses(viewer: Actor, *, at: datetime) -> QuerySet[License]:
    """The licences of units that the viewer sees."""
    keys = access.keys_of(viewer, at=at, see=SEE)
    return License.objects.filter(access.visible_rows(keys, "license")).select_related("unit", "sealed_file")


def visible_ids(viewer: Actor, ids: list[int], *, at: datetime) -> set[int]:
    """Those that the viewer sees by his keys, or because their sealing lies, or lay, on his desk."""
    seen = access.visible_among(access.keys_of(viewer, at=at, see=SEE), "license", ids)
    met = inbox.met_among("license", ids, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)
    return seen | met


def license_for(viewer: Actor, pk: int, *, at: datetime) -> License:
    found = License.objects.filter(pk=pk).select_related("unit", "page_file", "sealed_file").first()
    if found is None or not visible_ids(viewer, [pk], at=at):
        raise NotFound()
    return found
