"""The staff's notices, and the administrators' log of what left the house."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as told
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.notifications import queries, rules
from tongban.foundation.notifications.channels import channels
from tongban.foundation.notifications.contracts import State
from tongban.foundation.notifications.operations.delivering import resend
from tongban.foundation.notifications.operations.own import choose_channels, mark_all_read, mark_read
from tongban.foundation.references.api import resolve
from tongban.foundation.ui.api import Form, Listing, Tab, needs, public, staff
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

STATES = {
    State.QUEUED: ("wait", "待发送"),
    State.SENT: ("taken", "已发送"),
    State.DELIVERED: ("done", "已送达"),
    State.FAILED: ("returned", "失败"),
}
NEWEST = {"at": ["pk"]}


@staff
@require_safe
def notices(request: Any) -> HttpResponse:
    """The viewer's notices; `?tab=unread` leaves those that wait."""
    unread = request.GET.get("tab") == "unread"
    page = Listing(request, sorts=NEWEST, default="-at").page(queries.notices_of(request.actor, unread=unread))
    seen = resolve([n.subject for n in page.rows if n.subject], viewer=request.actor)
    rows = [(notice, seen.get(notice.subject)) for notice in page.rows]
    waiting = queries.unread_count(request.actor)
    tabs = [
        Tab(label="全部", url="?", current=not unread),
        Tab(label="未读", url="?tab=unread", count=waiting, current=unread),
    ]
    return render(request, "notifications/notices.html", {"page": page, "rows": rows, "tabs": tabs, "waiting": waiting})


@staff
@require_safe
def open_notice(request: Any, pk: int) -> HttpResponse:
    """Mark the notice as read and go on to what it is about."""
    notice = queries.notice_of(request.actor, pk)
    if notice.read_at is None:
        mark_read(notice=notice, actor=request.actor, at=now())
    target = resolve([notice.subject], viewer=request.actor)[notice.subject].url if notice.subject else ""
    return redirect(target or "notifications:list")


@staff
@require_POST
def read_all(request: Any) -> HttpResponse:
    count = mark_all_read(actor=request.actor, at=now())
    told.success(request, f"{count} 条消息已标为已读。")
    return redirect("notifications:list")


class ChoicesForm(Form):
    """One box for each channel."""

    def __init__(self, *args: Any, chosen: dict[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, channel in channels.items():
            hint = "" if channel.ready() else "本系统目前没有配置，选了也不会发出。"
            self.fields[key] = forms.BooleanField(
                label=channel.label, required=False, initial=chosen[key], help_text=hint
            )


@staff
def choices(request: Any) -> HttpResponse:
    """Which channels the viewer wants beside the notices in the system, which always come."""
    form = ChoicesForm(request.POST or None, chosen=queries.choices_of(request.actor))
    if request.method == "POST" and form.is_valid():
        form.carry_out(choose_channels, wanted=form.values(), actor=request.actor, at=now())
        told.success(request, "已保存。")
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form})


@needs("notifications.manage")
@require_safe
def messages(request: Any) -> HttpResponse:
    """The log of short messages and mails (F-MG-10): numbers masked, text whole."""
    channel, state = request.GET.get("channel", ""), request.GET.get("state", "")
    rows = queries.messages(request.actor, at=now(), channel=channel, state=state)
    page = Listing(request, sorts=NEWEST, default="-at").page(rows)
    context = {
        "rows": [(message, *STATES[State(message.state)]) for message in page.rows],
        "page": page,
        "channels": {key: member.label for key, member in channels.items()},
        "states": {str(key): label for key, (_, label) in STATES.items()},
        "channel": channel,
        "state": state,
    }
    return render(request, "notifications/messages.html", context)


@needs("notifications.manage")
@require_POST
def send_again(request: Any, pk: int) -> HttpResponse:
    resend(message=queries.message_of(request.actor, pk, at=now()), actor=request.actor, at=now())
    told.success(request, "已重新排队发送。")
    return redirect("notifications-log:list")


@needs("notifications.manage")
@require_safe
def demo(request: Any) -> HttpResponse:
    """The phones of the demo gateway: what they would have received, part by part."""
    moment = now()
    page = Listing(request, sorts=NEWEST, default="-at").page(queries.demo_messages(request.actor, at=moment))
    rows = [(message, rules.parts_of(message.text), message.arrives_at <= moment) for message in page.rows]
    return render(request, "notifications/demo.html", {"page": page, "rows": rows})


@public
@never_cache
@require_safe
def demo_phone(request: Any) -> HttpResponse:
    """The same for somebody who tries the public pages out: what came in the last minutes. Nowhere else is there such a page."""
    if settings.SMS_GATEWAY != "demo":
        raise NotFound
    return render(request, "notifications/demo_phone.html", {"arrivals": queries.demo_arrivals(at=now())})
