"""Where other programs want to be told, and each notice with what became of it."""

from django.db import models
from django.db.models import Q

from tongban.foundation.callbacks.contracts import LONGEST_ADDRESS, State
from tongban.kernel.models import Points, Record, Travels
from tongban.kernel.sealed import SealedText

STATES = [state.value for state in State]


class Callback(Record):
    """An address of a program, registered by the owner of an account. It is told what that account may see.

    `wanted` are codes of subjects, each in brackets: [case.moved]. `secret` signs; the program got it once.
    """

    kind = "callback"

    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    wanted = models.CharField(max_length=600)
    secret = SealedText()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "address", condition=Q(ended_at=None), name="callback_address_once"),
            models.CheckConstraint(condition=~Q(wanted=""), name="callback_wants_something"),
        ]
        indexes = [models.Index(fields=["account"], condition=Q(ended_at=None), name="callback_live")]

    @property
    def codes(self) -> list[str]:
        return self.wanted.strip("[]").split("][")


class Notice(Record, Travels, Points):
    """One piece of news for one call-back: what will be, or was, sent. `uid` is its name there; a repeat bears the same."""

    callback = models.ForeignKey(Callback, models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=40)
    facts = models.JSONField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default=State.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=STATES), name="notice_state_known")]
        indexes = [
            models.Index(fields=["callback", "-id"], name="notice_of_callback"),
            models.Index(fields=["at"], name="notice_by_age"),
        ]
