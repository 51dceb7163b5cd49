"""What only the demo does: accounts that are open at once, and documents by the hundred."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password

from tongban.foundation.identity.api import Account
from tongban.foundation.members import api as members
from tongban.kernel.actor import Actor
from tongban.kernel.operations import enqueue, note, operation

PASSWORD = "Tongban#2026"  # noqa: S105 - of the demo accounts only, printed at the start
BUILDING = "demo.build"


@operation(may="identity.manage")
def open_accounts(*, actor: Actor, at: datetime) -> None:
    """Give every account the demo password, all with one hash, and no change at the first login."""
    count = Account.objects.update(password=make_password(PASSWORD), must_change_password=False, password_changed_at=at)
    note(accounts=count)


@operation(may="members.run")
def open_members(
    *, people: Sequence[tuple[str, str, str]], business: tuple[str, str, members.Sort], actor: Actor, at: datetime
) -> None:
    """Members of the public with the demo password, names checked (name, telephone, identity number): the first owns the
    business (name, code, sort), the second acts for it."""
    made = []
    for name, phone, number in people:
        member = members.open_member(contact=phone, password=PASSWORD, at=at)
        members.give_name(member, name=name, number=number, at=at)
        made.append(member)
    name, code, sort = business
    shop = members.give_enterprise(made[0], name=name, code=code, sort=sort, at=at)
    members.give_agent(shop, made[1], at=at)
    note(members=len(made))


@operation(may="identity.manage")
def ask_for_more(*, count: int, cases: int, seed: int, actor: Actor, at: datetime) -> None:
    """Let the worker make `count` documents and so many cases beside the first ones. While it does, asking again changes nothing."""
    enqueue(BUILDING, dedupe_key=BUILDING, count=count, cases=cases, seed=seed, asked=at.isoformat())
    note(documents=count, cases=cases)


@operation(may="identity.manage")
def finish_document(*, actor: Actor, at: datetime) -> None:
    """Leave the mark, under its request key, that a document has been played to where its plan ends."""
