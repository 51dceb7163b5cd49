"""Items as people look for them: by words, by topic, for whom, by organ, by initial letter. Constant statements."""

from dataclasses import dataclass
from functools import reduce
from operator import add
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tongban.business.hall.models import Guide, Submission
from tongban.business.hall.rules import words
from tongban.kernel.errors import NotFound

SUGGESTIONS = 5
PERSON, COMPANIES = "1", ("2", "3", "4", "6")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the items that have every part of what was asked, or else the nearest ones."""

    rows: QuerySet[Guide]
    nearest: list[Guide]


def offered() -> QuerySet[Guide]:
    """The items that people may apply for now, in the order of their names; what a guide says is not read along."""
    return Guide.objects.filter(withdrawn=False).defer("words").order_by("name", "pk")


def guide_by_uid(uid: UUID) -> Guide:
    """The guide, also of an item that is withdrawn. NotFound for one that was never published."""
    found = Guide.objects.filter(uid=uid).defer("words").first()
    if found is None:
        raise NotFound("没有这个事项。请从首页搜索。")
    return found


def stamp_of(uid: UUID) -> str:
    """What names the page of a guide as it stands now; "" for none. One statement, without what the guide says."""
    found = Guide.objects.filter(uid=uid).values_list("digest", "blank").first()
    return f"{found[0]} {found[1] or ''}" if found else ""


def serving(rows: QuerySet[Guide], audience: str) -> QuerySet[Guide]:
    """For persons ("person") or for enterprises and other organisations ("company"); anything else narrows nothing."""
    codes = {"person": (PERSON,), "company": COMPANIES}.get(audience)
    if codes is None:
        return rows
    wanted = [rows.filter(audience__contains=f"[{code}]") for code in codes]
    return reduce(lambda one, other: one | other, wanted)


def about(rows: QuerySet[Guide], topic: str) -> QuerySet[Guide]:
    return rows.filter(topics__contains=f"[{topic}]") if topic else rows


def of_unit(rows: QuerySet[Guide], unit: str) -> QuerySet[Guide]:
    return rows.filter(unit=unit) if unit else rows


def search(rows: QuerySet[Guide], text: str) -> Found:
    """Two statements at most, however many items there are. An empty text finds everything."""
    asked = words.pairs(text)
    if not asked:
        return Found(rows, [])
    every = rows
    for part in asked:
        every = every.filter(words__contains=part)
    if every.exists():
        return Found(_by_score(every, asked), [])
    return Found(rows.none(), list(_by_score(rows, asked).filter(score__gt=0)[:SUGGESTIONS]))


def _by_score(rows: QuerySet[Guide], asked: list[str]) -> QuerySet[Guide]:
    """The one with most of the parts first; a part in the name counts three times."""
    scores = [
        _point(f"{place}__contains", part, points) for part in asked for place, points in (("name", 2), ("words", 1))
    ]
    return rows.annotate(score=reduce(add, scores)).order_by("-score", "name", "pk")


def _point(lookup: str, part: str, points: int) -> Case:
    return Case(When(**{lookup: part}, then=Value(points)), default=Value(0), output_field=IntegerField())


def topics(audience: str) -> list[tuple[str, int]]:
    """The topics of what is offered to this audience, with the number of items, the fullest first. One statement."""
    counts: dict[str, int] = {}
    for text in serving(offered(), audience).values_list("topics", flat=True):
        for topic in filter(None, text[1:-1].split("][")):
            counts[topic] = counts.get(topic, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def units() -> list[tuple[str, int]]:
    """The organs that offer something, with the number of items."""
    counts: dict[str, int] = {}
    for unit in offered().values_list("unit", flat=True):
        counts[unit] = counts.get(unit, 0) + 1
    return sorted(counts.items())


def common(audience: str, most: int) -> list[Guide]:
    """What is applied for most often, by this audience. One statement."""
    filed = Submission.objects.filter(guide=OuterRef("pk")).order_by().values("guide").annotate(count=Count("pk"))
    rows = serving(offered(), audience).annotate(filed=Coalesce(Subquery(filed.values("count")), 0))
    return list(rows.defer("words", "data").order_by("-filed", "name", "pk")[:most])


def stamp_of_all() -> str:
    """Changes with everything that lists of items show. One statement."""
    found = Guide.objects.aggregate(last=Max("changed_at"), count=Count("pk"))
    return f"{found['last']} {found['count']}"
