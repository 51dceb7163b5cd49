"""Items and their versions. A version that was published is never changed: cases point at it for good."""

import json
from functools import lru_cache

from django.db import models
from django.db.models import Q

from tongban.business.catalog.contracts import Content, State
from tongban.kernel.models import Record, Travels
from tongban.kernel.plain import from_plain

STATES = [state.value for state in State]
WAS_PUBLISHED = [State.PUBLISHED.value, State.REPLACED.value, State.WITHDRAWN.value]


class Item(Record, Travels):
    """An item (事项) of one unit. What it says stands in its versions."""

    kind = "item"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "name", name="item_name_once_in_unit")]


class Version(Record):
    """What an item says, or said, or will say. `data` is the plain form of a Content, `digest` its SM3."""

    kind = "item_version"

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    no = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    name = models.CharField(max_length=200)
    sort = models.CharField(max_length=2)  # 事项类型
    audience = models.CharField(max_length=40, default="")  # 服务对象, each code in brackets: [1][2]
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=60, default="")
    changed_at = models.DateTimeField()
    reviewer_name = models.CharField(max_length=60, default="")
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("item", "no", name="item_version_once"),
            models.UniqueConstraint("item", condition=Q(state=State.DRAFT.value), name="item_one_draft"),
            models.UniqueConstraint("item", condition=Q(state=State.PUBLISHED.value), name="item_one_published"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="item_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=WAS_PUBLISHED) | Q(published_at__isnull=False) & ~Q(reviewer_name=""),
                name="item_published_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN.value) | ~Q(reason=""), name="item_withdrawn_with_reason"
            ),
        ]

    @property
    def content(self) -> Content:
        return _read(json.dumps(self.data))

    @property
    def unit_id(self) -> int:
        return self.item.unit_id


@lru_cache(maxsize=256)
def _read(plain: str) -> Content:
    """Kept by its words: a case asks for it at every step, and it is a value that nobody can change."""
    found: Content = from_plain(Content, json.loads(plain))
    return found
