"""Members for tests: quick rows, without operations, audit or password hashing."""

import itertools
from datetime import UTC, datetime
from typing import Any

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.identity.api import Account
from tongban.foundation.identity.testing import make_account
from tongban.foundation.members.contracts import AT_THE_DOOR, VERSIONS, Role, Sort
from tongban.foundation.members.models import Agent, Consent, Enterprise, Member
from tongban.kernel.actor import Actor
from tongban.lib.typed.checks import credit_check, id_check

LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def identity_number(no: int) -> str:
    """An identity number of nobody: 999900 is no region."""
    head = f"99990019880{1 + no % 9}15{no % 1000:03d}"
    return head + id_check(head)


def credit_code(no: int) -> str:
    head = f"92999900MA{no:07d}"
    return head + credit_check(head)


def make_member(name: str = "周明", *, real_named: bool = True, phone: str = "", **fields: Any) -> Member:
    """A member with a telephone number, the texts accepted, and (unless `real_named` is False) a checked name."""
    no = next(_numbers)
    phone = phone or f"139{no:08d}"
    account = make_account(f"m{no}-{phone}", side=Account.PUBLIC)
    number = identity_number(no) if real_named else ""
    known = {
        "phone": phone, "phone_digest": keyed_digest(phone), "id_number": number, "created_at": LONG_AGO,
        "id_digest": keyed_digest(number) if number else "", "real_named_at": LONG_AGO if number else None,
    }  # fmt: skip
    member = Member.objects.create(account=account, name=name, **{**known, **fields})
    Consent.objects.bulk_create(
        Consent(member=member, document=document, version=VERSIONS[document], at=LONG_AGO) for document in AT_THE_DOOR
    )
    return member


def make_enterprise(owner: Member, name: str = "临江县周记小吃店", *, sort: str = Sort.HOUSEHOLD) -> Enterprise:
    """An enterprise that the member owns."""
    made = Enterprise.objects.create(name=name, code=credit_code(next(_numbers)), sort=sort, confirmed_at=LONG_AGO)
    make_agent(made, owner, role=Role.OWNER)
    return made


def make_agent(enterprise: Enterprise, member: Member, *, role: str = Role.AGENT) -> Agent:
    return Agent.objects.create(
        enterprise=enterprise, member=member, role=role, name=member.name, phone_digest=member.phone_digest,
        invited_at=LONG_AGO, since=LONG_AGO,
    )  # fmt: skip


def actor_of(member: Member) -> Actor:
    return Actor(account_id=member.account_id, name=member.name, ip="127.0.0.1")


def sign_in_member(client: Any, member: Member) -> None:
    """Sign the member in on a Django test client; needs the settings of the public zone (fixture `public_zone`)."""
    client.force_login(member.account, backend="tongban.foundation.members.backends.MemberBackend")
