"""Reads of licences. The public check takes the code that stands on the licence; everything else takes the viewer."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from tongban.business.licenses.contracts import PublicLicense
from tongban.business.licenses.models import SEALED, License
from tongban.business.licenses.rules import masked
from tongban.engines.exchange import api as exchange
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.plain import to_plain

SEE = "licenses.see_unit"


def published(key: str) -> exchange.Content | None:
    """What the public zone knows of a sealed licence under its uid; the file only where its holder applied online."""
    rows = License.objects.filter(uid=key, state__in=SEALED).select_related("sealed_file__blob")
    found = rows.prefetch_related("annotations").first()
    if found is None or found.sealed_file is None:
        return None
    license = PublicLicense(
        uid=key, token=found.token, name=found.name, number=found.number_text, identifier=found.identifier,
        holder=masked(found.holder), unit=found.issuer_name, state=found.state, granted_on=found.granted_on, valid_to=found.valid_to,
        issued_at=cast(datetime, found.issued_at), ended_at=found.ended_at, digest=found.sealed_file.digest,
        annotations=tuple(row.text for row in found.annotations.all()),
        lines=tuple((label, value) for label, value in found.lines) if found.online else (),
        file=0 if found.online else None,
    )  # fmt: skip
    return exchange.Content(to_plain(license), [found.sealed_file] if found.online else [])


def published_keys() -> Iterable[str]:
    """The licences that the public zone knows."""
    return [str(uid) for uid in License.objects.filter(state__in=SEALED).values_list("uid", flat=True)]


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


def texts_of_licenses(ids: Collection[int]) -> list[search.Text]:
    """What of licences can be found by search: name, number, the holder's name, the issuer. Never the holder's code."""
    found = License.objects.filter(pk__in=ids)
    return [
        search.Text(row.reference, f"{row.name}：{row.holder}", f"{row.number_text}\n{row.issuer_name}")
        for row in found
    ]


def _every() -> Iterable[int]:
    return License.objects.order_by("pk").values_list("pk", flat=True)


SOURCE = search.Source("证照", 60, texts_of_licenses, _every, inbox.few_of("license", see=SEE))
