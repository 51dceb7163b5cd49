"""People in posts."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, When

from tongban.foundation.organization import sql
from tongban.foundation.organization.contracts import Duty, Holder, PostKind
from tongban.foundation.organization.models import Holding, Oversight

# Leaders by their 领导排序, everybody else by post and person (F-ID-07).
RANK = Case(
    When(post__rank=PostKind.HEAD, then=0), When(post__rank=PostKind.DEPUTY, then=1), default=2,
    output_field=IntegerField(),
)  # fmt: skip
ORDER = (
    "post__unit__order", "post__unit_id", RANK, "person__leader_order", "post__order", "person__order", "person_id",
)  # fmt: skip


def open_holdings(at: datetime) -> QuerySet[Holding]:
    """Holdings that count at this moment, of people who have not left."""
    rows = Holding.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)
    return rows.filter(Q(person__left_at=None) | Q(person__left_at__gt=at)).select_related(
        "person", "post__unit__organ"
    )


def as_holder(holding: Holding) -> Holder:
    person, post, unit = holding.person, holding.post, holding.post.unit
    organ = unit.organ or unit
    return Holder(
        person_id=person.pk, name=person.name, post_id=post.pk, post_title=post.title, rank=post.rank,
        unit_id=unit.pk, unit_name=unit.name, organ_id=organ.pk, organ_name=organ.name,
        mobile_known=bool(person.mobile),
    )  # fmt: skip


def holders(
    *,
    unit_ids: Collection[int],
    at: datetime,
    duty: Duty | str | None = None,
    rank: PostKind | str | Collection[PostKind | str] | None = None,
    sections: bool = False,
) -> list[Holder]:
    """Who holds posts of these units (not of those below them), with this duty, of these ranks; units, leaders, staff in order.

    `sections`: also posts of the sections (内设) that belong to these organs. One statement.
    """
    ranks = [rank] if isinstance(rank, str) else list(rank or ())
    return sql.holders(unit_ids, at, duty=duty, ranks=ranks, sections=sections)


def duties_of(post_id: int | None, people: Collection[int]) -> list[tuple[int, str]]:
    """Unit and duty of this post, and of the posts that these people hold now; each once. One statement."""
    return sql.duties(post_id, people)


def heads_of(unit_id: int, at: datetime) -> list[Holder]:
    """The 正职 of a unit; empty while the post is vacant: who stands in is for the caller to decide."""
    return holders(unit_ids=[unit_id], at=at, rank=PostKind.HEAD)


def overseers_of(unit_id: int, at: datetime) -> list[Holder]:
    """The leaders in charge (分管领导) of a unit: A角 first, B角 after. Two queries."""
    roles = dict(Oversight.objects.filter(unit_id=unit_id).order_by("role").values_list("leader_id", "role"))
    found = [as_holder(h) for h in open_holdings(at).filter(post_id__in=roles).order_by(*ORDER)]
    return sorted(found, key=lambda h: roles[h.post_id])


def holdings_of(person_id: int, at: datetime) -> list[Holder]:
    """Every post that a person holds, the main one first."""
    return sql.holdings(person_id, at)


def holders_of(people: Collection[int], at: datetime) -> list[Holder]:
    """Those of these people who hold a post, each in the main one, in the order of lists. One statement."""
    return sql.main_holders(people, at)


def in_post(people: Collection[int], at: datetime) -> set[int]:
    """Those of these people who hold some post."""
    rows = Holding.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at, person__in=list(people))
    return set(rows.values_list("person_id", flat=True))


def holder_of(person_id: int, at: datetime) -> Holder | None:
    """A person in the main post, or in the longest held one; None for somebody without any."""
    return next(iter(holdings_of(person_id, at)), None)
