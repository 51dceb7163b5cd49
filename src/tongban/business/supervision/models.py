"""Cards and 督办. A card is never deleted: withdrawn ones stay to be seen, with who did it and why."""

from django.db import models
from django.db.models import Q

from tongban.business.supervision.contracts import CardState, Level, OrderState
from tongban.business.supervision.rules.triggers import BY_HAND
from tongban.kernel.models import Points, Record

LEVELS = [level.value for level in Level]


class Card(Record, Points):
    """A card on a matter. `rule` is the key of the rule; `since` the instant at which its condition held, `issued_at` when it was
    issued; title, number and unit are as they were."""

    kind = "card"

    rule = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=CardState.ISSUED.value)
    clock_id = models.BigIntegerField(null=True)
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=330)
    number = models.CharField(max_length=60)
    person_name = models.CharField(max_length=60, default="")
    since = models.DateTimeField()
    issued_at = models.DateTimeField()
    by_name = models.CharField(max_length=60, default="")
    note = models.CharField(max_length=300, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, default="")
    ended_reason = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("clock_id", "rule", name="card_once_a_clock_and_rule"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="card_level_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in CardState]), name="card_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CardState.WITHDRAWN.value) | Q(ended_at__isnull=False) & ~Q(ended_reason=""),
                name="card_withdrawn_with_reason",
            ),
            models.CheckConstraint(condition=~Q(rule=BY_HAND) | ~Q(note=""), name="card_by_hand_says_why"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "level"], name="card_of_unit"),
            models.Index(fields=["subject_kind", "subject_id"], name="card_subject"),
            models.Index(fields=["issued_at"], name="card_issued"),
            models.Index(fields=["since"], name="card_since"),
        ]


class Order(Record):
    """督办: what the unit must do about a card, and by when; it answers, and the supervisor settles it."""

    kind = "supervision_order"

    card = models.ForeignKey(Card, models.PROTECT, related_name="orders")
    number = models.ForeignKey("numbering.Number", models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=60)
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    demand = models.CharField(max_length=500)
    days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=OrderState.OPEN.value)
    issued_at = models.DateTimeField()
    issuer_id = models.BigIntegerField(null=True)
    issuer_name = models.CharField(max_length=60)
    answer = models.CharField(max_length=1000, default="")
    answered_at = models.DateTimeField(null=True)
    answerer_name = models.CharField(max_length=60, default="")
    verdict = models.CharField(max_length=300, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("card", condition=~Q(state=OrderState.CLOSED.value), name="order_one_open_of_card"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.ANSWERED.value) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="order_answered_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CLOSED.value) | Q(closed_at__isnull=False) & ~Q(verdict=""),
                name="order_closed_with_verdict",
            ),
        ]
