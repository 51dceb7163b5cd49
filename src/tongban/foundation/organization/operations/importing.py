"""Import of units, people and roles from a file: taken up, checked, then everything in one transaction or nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tongban.foundation.identity.api import Account, new_accounts
from tongban.foundation.jobs.api import progress
from tongban.foundation.organization.models import Holding, Import, Person, Post, Unit
from tongban.foundation.organization.operations.closure import lock_tree
from tongban.foundation.organization.operations.units import MANAGE, add_unit
from tongban.foundation.organization.queries.importing import NewPerson, Plan
from tongban.foundation.organization.rules import person_reading
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import about, enqueue, inside_operation, note, operation

AT_ONCE = 500  # people of one entry of the trail, and of one insert


@operation(may=MANAGE, on="under")
def take_up(*, under: Unit, name: str, content: bytes, account: Account, actor: Actor, at: datetime) -> Import:
    """Keep the file and have it checked; nothing is written of what it says."""
    made = Import.objects.create(
        unit=under, name=name[:200], content=content, digest=hashlib.new("sm3", content).hexdigest(), account=account,
        post_id=actor.post_id, by_name=actor.name, made_at=at,
    )  # fmt: skip
    about(made.reference)
    note(digest=made.digest, size=len(content))
    enqueue("organization.check_import", dedupe_key=f"import:{made.pk}", import_id=made.pk)
    return made


@operation(may=MANAGE, on="taken")
def record_check(*, taken: Import, report: dict[str, Any], actor: Actor, at: datetime) -> None:
    """What the check found. A file with a bad row is never loaded."""
    state = Import.BAD if report["wrong"] else Import.READY
    Import.objects.filter(pk=taken.pk, state__in=[Import.CHECKING, Import.LOADING]).update(
        state=state, report=report, content=None if state == Import.BAD else taken.content
    )
    note(wrong=report["wrong"], units=report["units"], people=report["people"])


@operation(may=MANAGE, on="taken")
def start_import(*, taken: Import, actor: Actor, at: datetime) -> None:
    """导入: the administrator has seen the report."""
    if not Import.objects.filter(pk=taken.pk, state=Import.READY).update(state=Import.LOADING):
        raise Conflict("这次导入已经开始、完成或放弃。", code="organization.import-state")
    enqueue("organization.load_import", dedupe_key=f"import:{taken.pk}", import_id=taken.pk)


@operation(may=MANAGE, on="taken")
def drop_import(*, taken: Import, actor: Actor, at: datetime) -> None:
    """放弃: the file goes, nothing was written."""
    waiting = Import.objects.filter(pk=taken.pk, state__in=[Import.CHECKING, Import.READY, Import.BAD])
    if not waiting.update(state=Import.DROPPED, content=None):
        raise Conflict("这次导入已经开始或完成。", code="organization.import-state")


@operation(may=MANAGE, on="taken")
def load(*, taken: Import, plan: Plan, piece: str, start: int, actor: Actor, at: datetime) -> int:
    """One piece of an import: its units, some hundreds of its people, its roles, or its end. All pieces are one transaction (bulk)."""
    done = {"units": _units, "people": _people, "duties": _duties, "end": _end}[piece](plan, start, taken, at)
    note(piece=piece, count=done)
    return done


def pieces(plan: Plan, taken: Import) -> Iterator[dict[str, Any]]:
    """The calls of load() that make up an import."""
    given = {"plan": plan, "taken": taken}
    yield {**given, "piece": "units", "start": 0}
    for start in range(0, len(plan.people), AT_ONCE):
        yield {**given, "piece": "people", "start": start}
    yield {**given, "piece": "duties", "start": 0}
    yield {**given, "piece": "end", "start": 0}


@inside_operation
def _units(plan: Plan, start: int, taken: Import, at: datetime) -> int:
    lock_tree()
    for new in plan.units:
        parent = plan.known[(new.parent, "")]
        unit = add_unit(parent, new.data, region=parent.region, at=at)
        plan.known[(unit.name, "") if unit.organ_id == unit.pk else (new.parent, unit.name)] = unit
    note(names=[new.data.name for new in plan.units])
    return len(plan.units)


@inside_operation
def _people(plan: Plan, start: int, taken: Import, at: datetime) -> int:
    """Accounts, people, posts where they are missing, and who holds them: four inserts for some hundreds."""
    progress(start, len(plan.people), "正在导入人员")
    people = plan.people[start : start + AT_ONCE]
    posts = _posts(plan, people)
    accounts = new_accounts([new.username for new in people], at=at)
    rows = [_row(new, plan.known[new.place], account) for new, account in zip(people, accounts, strict=True)]
    made = Person.objects.bulk_create(rows)
    Holding.objects.bulk_create(
        Holding(person=person, post=posts[(plan.known[new.place].pk, new.title)], main=True, since=at)
        for person, new in zip(made, people, strict=True)
    )
    note(usernames=[new.username for new in people])
    return len(people)


@inside_operation
def _posts(plan: Plan, people: list[NewPerson]) -> dict[tuple[int, str], Post]:
    """The posts that these people are to hold, by unit and title; those that are missing are made as the first row says."""
    units = {plan.known[new.place].pk for new in people}
    found = {(p.unit_id, p.title): p for p in Post.objects.filter(unit__in=units, closed_at=None)}
    missing = {}
    for new in people:
        key = (plan.known[new.place].pk, new.title)
        if key not in found and key not in missing:
            missing[key] = Post(
                unit_id=key[0], title=new.title, rank=str(new.rank), duties=[str(d) for d in new.duties]
            )
    return found | {(p.unit_id, p.title): p for p in Post.objects.bulk_create(missing.values())}


def _row(new: NewPerson, unit: Unit, account: Account) -> Person:
    pinyin, initials = person_reading(new.data.name)
    return Person(unit=unit, account=account, pinyin=pinyin, initials=initials, **asdict(new.data))


@inside_operation
def _duties(plan: Plan, start: int, taken: Import, at: datetime) -> int:
    posts = list(Post.objects.filter(pk__in=plan.duties))
    note(
        changed={
            post.pk: [post.duties, list(plan.duties[post.pk])]
            for post in posts
            if set(post.duties) != set(plan.duties[post.pk])
        }
    )
    for post in posts:
        post.duties = [str(duty) for duty in plan.duties[post.pk]]
    Post.objects.bulk_update(posts, ["duties"], batch_size=AT_ONCE)
    return len(posts)


@inside_operation
def _end(plan: Plan, start: int, taken: Import, at: datetime) -> int:
    """Of two that load the same file one is too late, and all that it did is undone."""
    if not Import.objects.filter(pk=taken.pk, state=Import.LOADING).update(state=Import.DONE, done_at=at, content=None):
        raise Conflict("这次导入已经完成。", code="organization.import-state")
    return 0
