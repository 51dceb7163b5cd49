"""What can be done with call-backs: register one, end it, send a notice again; and the worker's note of what became of one."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from tongban.foundation.callbacks import rules
from tongban.foundation.callbacks.contracts import KEPT_DAYS, MOST, State, subjects
from tongban.foundation.callbacks.models import Callback, Notice
from tongban.foundation.identity.api import Account
from tongban.foundation.jobs import api as jobs
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.events import Event
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, enqueue, inside_operation, note, operation
from tongban.kernel.sql import fetch, insert_rows

TRIES = 12  # within some six hours, by jobs.back_off
SEND = "callbacks.send"
WANTING = "SELECT c.id FROM callbacks_callback c WHERE c.ended_at IS NULL AND c.wanted LIKE %s ORDER BY c.id"


@operation(may="identity.own", on="account")
def register(
    *, account: Account, name: str, address: str, wanted: Collection[str], actor: Actor, at: datetime
) -> Callback:
    """Tell this address of these subjects from now on, as far as the account may see them.

    `text` of the result is the key that signs: the only time that it is seen. Invalid for a host that is not allowed.
    """
    faults = {}
    if not name.strip():
        faults["name"] = "请写明是哪个程序。"
    if fault := rules.fault_of(address, hosts=settings.CALLBACK_HOSTS):
        faults["address"] = fault
    if not wanted or set(wanted) - set(subjects):
        faults["wanted"] = "请选择要通知的事。"
    if faults:
        raise Invalid(faults, code="callbacks.not-registered")
    if Callback.objects.filter(account=account, ended_at=None).count() >= MOST:
        raise Conflict(f"回调已有 {MOST} 个，请先停用不用的。", code="callbacks.too-many")
    text = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            made = Callback.objects.create(
                account=account, name=name.strip()[:60], address=address, secret=text, created_at=at,
                wanted="".join(f"[{code}]" for code in sorted(set(wanted))),
            )  # fmt: skip
    except IntegrityError:
        raise Conflict("这个地址已经登记过，请先停用原来的。", code="callbacks.address-known") from None
    made.text = text  # type: ignore[attr-defined]
    note(callback=made.pk, name=made.name, wanted=sorted(set(wanted)))
    return made


@operation(may="identity.own", on="account")
def end(*, account: Account, callback: int, actor: Actor, at: datetime) -> None:
    """停用: nothing more is sent there. Ended twice is ended once."""
    Callback.objects.filter(account=account, pk=callback, ended_at=None).update(ended_at=at)
    note(callback=callback)


@operation(may="identity.own", on="account")
def resend(*, account: Account, notice: int, actor: Actor, at: datetime) -> None:
    """Send a notice that did not arrive once more, with all its tries anew."""
    found = Notice.objects.select_for_update(of=("self",)).filter(callback__account=account, pk=notice).first()
    if found is None or found.state != State.FAILED:
        raise Conflict("这条通知现在不需要重发。", code="callbacks.not-failed")
    found.state, found.tries, found.error = State.WAITING, 0, ""
    found.save(update_fields=["state", "tries", "error"])
    enqueue(SEND, dedupe_key=f"{SEND}:{found.pk}", notice=found.pk)


@operation(may="callbacks.run")
def settle(*, notice: int, state: State, error: str, actor: Actor, at: datetime) -> None:
    """Write down how a try ended. One that failed is tried again after a pause that grows, at last given up."""
    found = Notice.objects.select_for_update().get(pk=notice)
    if found.state != State.WAITING:
        return
    found.tries, found.error = found.tries + 1, error[:200]
    again = state == State.FAILED and found.tries < TRIES
    found.state, found.ended_at = (State.WAITING, None) if again else (state, at)
    found.save(update_fields=["tries", "error", "state", "ended_at"])
    if again:
        enqueue(
            SEND, run_at=at + jobs.back_off(found.tries), dedupe_key=f"{SEND}:{found.pk}:{found.tries}", notice=found.pk
        )
    note(notice=notice, state=found.state, tries=found.tries)


@operation(may="callbacks.run")
def sweep(*, actor: Actor, at: datetime) -> None:
    """Notices older than KEPT_DAYS go."""
    gone, _ = Notice.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).exclude(state=State.WAITING).delete()
    note(notices=gone)


@inside_operation
def tell(code: str, event: Event) -> None:
    """A notice for every call-back that wants to hear of this; the transaction that makes the news makes the notice."""
    wanting = [pk for (pk,) in fetch(WANTING, [f"%[{code}]%"])]
    news = subjects[code].say(event) if wanting else ()
    made = [
        Notice(callback_id=pk, topic=code, facts=one.facts, at=doing().at, **pointing_at(one.about))
        for pk in wanting
        for one in news
    ]
    insert_rows(made)
    for notice in made:
        enqueue(SEND, dedupe_key=f"{SEND}:{notice.pk}", notice=notice.pk)
