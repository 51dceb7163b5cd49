"""Reads of seals, their life, and the register of their use. The first argument of a list is the viewer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongban.engines.seals.contracts import SORTS, Act, State
from tongban.engines.seals.models import Seal, SealChange, SealUse
from tongban.foundation.access import api as access
from tongban.foundation.organization.api import Handing, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference
from tongban.lib.gm import x509

SEE, MAKE = "seals.see_register", "seals.make"


@dataclass(frozen=True, slots=True)
class Search:
    """Filters of the register: words of title, number or approver, and days (both included)."""

    text: str = ""
    since: date | None = None
    until: date | None = None


def usable_by(actor: Actor, *, unit_id: int, at: datetime, sort: str | None = "official") -> QuerySet[Seal]:
    """The seals that this person may put on a document of the unit now (F-SE-07); `sort` None: of every sort."""
    rows = Seal.objects.filter(
        keeper_id=actor.person_id, unit_id=unit_id, state=State.VALID, valid_to__gte=at, locked_at=None
    )
    return (rows.filter(sort=sort) if sort else rows).order_by("sort", "pk")


def kept_by(actor: Actor) -> QuerySet[Seal]:
    """The seals in this person's custody."""
    return _whole(Seal.objects.filter(keeper_id=actor.person_id))


def kept_now(person_id: int) -> QuerySet[Seal]:
    """The live seals of units that this person keeps; a signature is its owner's and goes to nobody."""
    live = Seal.objects.filter(keeper_id=person_id, holder=None, state__in=[State.VALID, State.SUSPENDED])
    return live.select_related("unit", "keeper").order_by("pk")


def held_in_words(person_id: int, at: datetime) -> list[str]:
    """The same for a handing over."""
    return [f"{seal.name}{SORTS[seal.sort].label}" for seal in kept_now(person_id)]


def hinders(handing: Handing) -> str:
    """Why the actor cannot pass them on: seals are handed over by the seal office (印章制发机构)."""
    may = all(
        access.may(actor=handing.actor, permission=MAKE, target=seal, at=handing.at)
        for seal in kept_now(handing.person_id)
    )
    return "" if may else "印章由印章制发机构在“印章”里办理交接，新保管人须马上改印章密码。"


def seen_by(viewer: Actor, *, at: datetime) -> QuerySet[Seal]:
    """One's own, and those of the units whose register one may see or for which one makes seals."""
    seen = [access.units_where(actor=viewer, permission=code, at=at) for code in (SEE, MAKE)]
    if None in seen:
        return _whole(Seal.objects.all())
    within = Q(*(("unit__in", units) for units in seen), _connector=Q.OR)
    return _whole(Seal.objects.filter(Q(keeper_id=viewer.person_id) | within))


def seal_for(viewer: Actor, pk: int, *, at: datetime) -> Seal:
    """A seal that the viewer sees. NotFound otherwise."""
    return _found(seen_by(viewer, at=at), pk)


def made_under(viewer: Actor, *, at: datetime) -> QuerySet[Seal]:
    """The seals of the units for which the viewer makes seals: the seal office's list."""
    units = units_to_make_for(viewer, at=at)
    return _whole(Seal.objects.filter(unit__in=units))


def seal_to_manage(viewer: Actor, pk: int, *, at: datetime) -> Seal:
    """A seal on the seal office's list. NotFound otherwise."""
    return _found(made_under(viewer, at=at), pk)


def named(text: str) -> Q:
    """Filter: the seal, its unit or its keeper has this in its name."""
    unit = Q(unit__name__icontains=text) | Q(unit__initials__startswith=text.lower())
    return unit | Q(name__icontains=text) | Q(keeper__name__icontains=text)


def units_to_make_for(viewer: Actor, *, at: datetime) -> QuerySet[Unit]:
    """Units that exist and for which the viewer may make seals; sections have none of their own."""
    units = access.units_where(actor=viewer, permission=MAKE, at=at)
    rows = Unit.objects.all() if units is None else units
    return rows.filter(valid_to=None).exclude(form="section").order_by("order", "pk")


def live_sorts(unit: Unit) -> set[str]:
    """The sorts of which the unit itself has a live seal, and so gets no second."""
    return set(
        Seal.objects.filter(unit=unit, holder=None, plaque=None, state__in=["valid", "suspended"]).values_list(
            "sort", flat=True
        )
    )


def life_of(seal: Seal) -> QuerySet[SealChange]:
    """What happened to the seal, the latest first."""
    return SealChange.objects.filter(seal=seal).order_by("-at", "-pk")


def register_of(seal: Seal, search: Search | None = None) -> QuerySet[SealUse]:
    """用印登记 of a seal, the latest first."""
    rows = SealUse.objects.filter(seal=seal).order_by("-at", "-pk")
    if search is None:
        return rows
    if search.text:
        words = Q(title__icontains=search.text) | Q(number__icontains=search.text)
        rows = rows.filter(words | Q(approver__icontains=search.text))
    if search.since:
        rows = rows.filter(at__gte=_midnight(search.since))
    return rows.filter(at__lt=_midnight(search.until + timedelta(days=1))) if search.until else rows


def uses_on(subject: Reference) -> QuerySet[SealUse]:
    """The seals on a document, in the order they were put there."""
    return SealUse.objects.filter(**pointing_at(subject)).select_related("seal").order_by("at", "pk")


def use_of_file(digest: str) -> SealUse | None:
    """The use that made the file of this SM3 digest, if it was sealed here."""
    return SealUse.objects.filter(digest=digest).select_related("seal", "seal__unit").first()


def certificate_of(seal: Seal) -> x509.Certificate:
    """The seal's certificate in force; the older ones stand behind it."""
    return x509.parse_certificates(seal.certificate.encode())[0]


def revoked_certificates() -> dict[int, datetime]:
    """Serial number → time, of every certificate of the seals that have ended."""
    ended = Seal.objects.filter(state__in=[State.CANCELLED, State.DESTROYED])
    return dict(_serials(ended.only("certificate", "state_at")))


def _serials(ended: QuerySet[Seal]) -> Iterator[tuple[int, datetime]]:
    cancelled = dict(SealChange.objects.filter(act=Act.CANCELLED).values_list("seal_id", "at"))
    for seal in ended:
        for certificate in x509.parse_certificates(seal.certificate.encode()):
            yield certificate.serial, cancelled.get(seal.pk, seal.state_at)


def _whole(rows: QuerySet[Seal]) -> QuerySet[Seal]:
    return (
        rows.select_related("unit", "keeper")
        .defer("svg", "appearance")
        .order_by("unit__order", "unit_id", "sort", "-pk")
    )


def _found(rows: QuerySet[Seal], pk: int) -> Seal:
    seal = rows.filter(pk=pk).first()
    if seal is None:
        raise NotFound()
    return seal


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
