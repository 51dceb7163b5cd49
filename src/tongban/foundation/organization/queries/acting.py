"""In which post somebody acts."""

from dataclasses import dataclass
from datetime import datetime

from tongban.foundation.identity.api import Account
from tongban.foundation.organization.contracts import Holder
from tongban.foundation.organization.queries.holders import as_holder, open_holdings
from tongban.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Acting:
    """The actor of a page, and every post between which the person may switch, the main one first."""

    actor: Actor
    posts: tuple[Holder, ...] = ()


def acting(account: Account, post_id: int | None, *, ip: str, at: datetime) -> Acting:
    """Who acts, in the chosen post if it is still held, else in the main one. One query."""
    rows = open_holdings(at).filter(person__account_id=account.pk).order_by("-main", "since", "pk")
    posts = tuple(as_holder(h) for h in rows)
    if not posts:
        return Acting(Actor(account_id=account.pk, name=account.username, ip=ip))
    chosen = next((p for p in posts if p.post_id == post_id), posts[0])
    return Acting(_actor(chosen, account_id=account.pk, ip=ip), posts)


def acting_actor(account: Account, post_id: int | None, *, ip: str, at: datetime) -> Actor:
    """The actor alone."""
    return acting(account, post_id, ip=ip, at=at).actor


def _actor(holder: Holder, *, account_id: int, ip: str) -> Actor:
    return Actor(
        account_id=account_id, person_id=holder.person_id, post_id=holder.post_id, unit_id=holder.unit_id,
        name=holder.name, post_name=holder.post_title, unit_name=holder.unit_full_name, ip=ip,
    )  # fmt: skip
