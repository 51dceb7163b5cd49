"""What holds for a file, what was printed of it, and who printed what."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.options import api as options
from tongban.foundation.organization.api import Person
from tongban.foundation.prints import rules
from tongban.foundation.prints.contracts import Level, Origin, Right
from tongban.foundation.prints.models import Rule, Run
from tongban.foundation.prints.registries import copies_key, level_key, sources
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference

FREE = Right(Level.DOWNLOAD, None, None)
Rules = dict[tuple[str, str], Rule]  # by audience and digest


def origin_of(subject: Reference | None) -> Origin | None:
    """None for what nobody controls."""
    if subject is None or subject.kind not in sources:
        return None
    return sources[subject.kind].origins([subject.id]).get(subject.id)


def rights_of(subject: Reference | None, found: Iterable[files.StoredFile]) -> dict[int, Right]:
    """What holds for each of these files of one subject, by their ids; two or three statements however many."""
    origin = origin_of(subject)
    set_ = rules_of(origin.subject) if origin else {}
    return {file.pk: right_by(file, origin, set_) for file in found}


def right_to(file: files.StoredFile) -> Right:
    return rights_of(file.subject, [file])[file.pk]


def rules_of(subject: Reference) -> Rules:
    """What somebody has set for this thing."""
    return {(rule.audience, rule.digest): rule for rule in Rule.objects.filter(**pointing_at(subject))}


def default_of(kind: str) -> tuple[Level, int]:
    return Level(str(options.value(level_key(kind)))), options.whole(copies_key(kind))


def right_by(file: files.StoredFile, origin: Origin | None, set_: Rules) -> Right:
    """The default of the kind, over it what was set for the whole, over that what was set for the file."""
    if origin is None:
        return FREE
    level, copies = default_of(file.subject_kind)
    for rule in (set_.get((origin.audience, "")), set_.get((origin.audience, file.digest))):
        if rule is not None:
            level = Level(rule.level) if rule.level else level
            copies = copies if rule.copies is None else rule.copies
    return Right(level, copies or None, origin)


def controls(actor: Actor, origin: Origin | None, *, at: datetime) -> bool:
    """Whether the actor sets the rights of the thing."""
    return origin is not None and sources[origin.subject.kind].controls(actor, origin.unit_id, at)


def printed(origin: Origin, digest: str) -> int:
    """How many copies there are: the last 份号."""
    rows = Run.objects.filter(counted_kind=origin.counted.kind, counted_id=origin.counted.id, digest=digest)
    return rows.aggregate(last=Max("last"))["last"] or 0


def runs(viewer: Actor, *, at: datetime) -> QuerySet[Run]:
    """One's own printings, and those of the units that a role shows; the latest first."""
    rows = Run.objects.order_by("-pk")
    units = access.units_where(actor=viewer, permission="prints.see_unit", at=at)
    if units is None:
        return rows
    return rows.filter(Q(person_id=viewer.person_id or 0) | Q(unit__in=units))


def searched(rows: QuerySet[Run], *, text: str, since: Any = None, until: Any = None) -> QuerySet[Run]:
    """By 查询码, by who printed, by where; and by days."""
    if text:
        wanted = Q(person_name__icontains=text) | Q(place__icontains=text) | Q(unit_name__icontains=text)
        rows = rows.filter(wanted | Q(code=rules.typed(text)))
    if since:
        rows = rows.filter(at__date__gte=since)
    return rows.filter(at__date__lte=until) if until else rows


def run_by_code(code: str, *, viewer: Actor, at: datetime) -> Run:
    """One that the viewer sees. NotFound otherwise."""
    found = runs(viewer, at=at).filter(code=rules.typed(code)).first()
    if found is None:
        raise NotFound()
    return found


def names_of(found: Collection[Run]) -> dict[str, files.StoredFile]:
    """The files that were printed, as far as they are still there."""
    return {str(file.uid): file for file in files.StoredFile.objects.filter(uid__in=[run.file_uid for run in found])}


def seen_on_screen(code: str) -> tuple[rules.Seen, str, files.StoredFile | None] | None:
    """What a code in a photograph of the screen says: who and which file. None for no such code."""
    seen = rules.read_screen_code(rules.typed(code), key())
    if seen is None:
        return None
    person = Person.objects.filter(pk=seen.person).first()
    return seen, person.name if person else "", files.StoredFile.objects.filter(pk=seen.file).first()


def key() -> bytes:
    return settings.SECRET_KEY.encode()
