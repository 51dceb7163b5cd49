"""Units and people for tests: quick rows, without operations, audit or password hashing."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from tongban.foundation.identity.testing import make_account
from tongban.foundation.organization.models import Holding, Person, Post, Region, Unit
from tongban.foundation.organization.operations.closure import link_unit, organ_id_of
from tongban.foundation.organization.queries.acting import acting_actor
from tongban.foundation.organization.rules import person_reading, unit_reading, username_for
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def make_unit(name: str, parent: Unit | None = None, *, form: str = "organ", **fields: Any) -> Unit:
    """A unit under `parent`, in the parent's region, linked to everything above."""
    pinyin, initials = unit_reading(name)
    region = fields.pop("region", None) or (parent.region if parent else _region())
    known = {"short_name": name[:40], "pinyin": pinyin, "initials": initials, "valid_from": date(2020, 1, 1)}
    unit = Unit.objects.create(name=name, parent=parent, form=form, region=region, **{**known, **fields})
    unit.organ_id = organ_id_of(unit)
    unit.save(update_fields=["organ"])
    link_unit.__wrapped__(unit)  # type: ignore[attr-defined]  # rows for tests are made outside of operations
    return unit


def make_post(unit: Unit, title: str, *, rank: str = "staff", duties: Iterable[str] = (), **fields: Any) -> Post:
    """The post of this title in the unit, made where it is missing."""
    return Post.objects.get_or_create(
        unit=unit, title=title, defaults={"rank": rank, "duties": [str(d) for d in duties], **fields}
    )[0]


def make_person(
    name: str, *, unit: Unit, title: str = "科员", rank: str = "staff", duties: Iterable[str] = (), **fields: Any
) -> Person:
    """A person with an account, in a main post of the unit. Further `fields` are those of Person."""
    number = next(_numbers)
    pinyin, initials = person_reading(name)
    account = make_account(f"{username_for(name, set())}{number}")
    known = {"pinyin": pinyin, "initials": initials, "order": number}
    person = Person.objects.create(name=name, unit=unit, account=account, **{**known, **fields})
    hold(person, make_post(unit, title, rank=rank, duties=duties), main=True)
    return person


def hold(person: Person, post: Post, *, main: bool = False, since: datetime = LONG_AGO) -> Holding:
    """Put a person into one more post."""
    return Holding.objects.create(person=person, post=post, main=main, since=since)


def actor_of(person: Person, post: Post | None = None, *, at: datetime | None = None) -> Actor:
    """The person acting in this post, or in the main one."""
    assert person.account is not None
    return acting_actor(person.account, post.pk if post else None, ip="127.0.0.1", at=at or now())


def sign_in(client: object, person: Person) -> None:
    """Sign the person's account in on a Django test client, past the first change of the password."""
    client.force_login(person.account)  # type: ignore[attr-defined]


def _region() -> Region:
    return Region.objects.get_or_create(code="999900", defaults={"name": "临江县", "level": 3})[0]
