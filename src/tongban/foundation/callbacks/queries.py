"""Reads of call-backs: the own ones, and what the worker sends."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tongban.foundation.callbacks import rules
from tongban.foundation.callbacks.contracts import State
from tongban.foundation.callbacks.models import Callback, Notice
from tongban.foundation.identity.api import Account
from tongban.foundation.organization.api import acting_actor
from tongban.foundation.references import api as references
from tongban.kernel.errors import NotAllowed, NotFound
from tongban.kernel.references import Reference

LATEST = 20


def own(account: Account) -> QuerySet[Callback]:
    """The live call-backs of an account, the newest first, each with how many notices wait and how many did not arrive."""
    rows = Callback.objects.filter(account=account, ended_at=None).order_by("-pk")
    waiting, failed = (
        Count("notices", filter=Q(notices__state=state.value)) for state in (State.WAITING, State.FAILED)
    )
    return rows.annotate(waiting=waiting, failed=failed)


def latest(account: Account, *, callback: int = 0) -> list[Notice]:
    """The latest notices of the account's live call-backs, or of one of them."""
    rows = Notice.objects.filter(callback__account=account, callback__ended_at=None).select_related("callback")
    return list((rows.filter(callback=callback) if callback else rows).order_by("-pk")[:LATEST])


def to_send(notice: int) -> Notice | None:
    """A notice that waits, of a call-back that was not ended."""
    rows = Notice.objects.filter(pk=notice, state=State.WAITING.value, callback__ended_at=None)
    return rows.select_related("callback__account").first()


def may_hear(notice: Notice, *, at: datetime) -> bool:
    """Whether the owner of the call-back sees what the notice is about, now."""
    account = notice.callback.account
    if not account.is_active:
        return False
    try:
        references.require_visible(notice.subject, viewer=acting_actor(account, None, ip="", at=at))
    except (NotFound, NotAllowed):
        return False
    return True


def body_of(notice: Notice) -> bytes:
    """What is sent: the same bytes at each try."""
    subject = Reference(notice.subject_kind, notice.subject_id)
    return rules.packed(
        {"notice": str(notice.uid), "topic": notice.topic, "subject": str(subject), "at": notice.at.isoformat(), **notice.facts}
    )  # fmt: skip
