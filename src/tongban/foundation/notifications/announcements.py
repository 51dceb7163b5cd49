"""登录公告 on its pages: everybody reads and confirms, the administrator publishes, withdraws and sees who has confirmed."""

from typing import Any

from django import forms
from django.contrib import messages as told
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.notifications import queries
from tongban.foundation.notifications.models import Announcement
from tongban.foundation.notifications.operations.announcing import (
    announce,
    confirm_announcement,
    withdraw_announcement,
)
from tongban.foundation.ui.api import Form, Listing, needs, path_of, staff
from tongban.kernel.now import now

DAY = {"type": "date"}


class AnnouncementForm(Form):
    """What everybody is told at the login."""

    title = forms.CharField(label="标题", max_length=100)
    text = forms.CharField(label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    valid_from = forms.DateField(label="从", widget=forms.DateInput(attrs=DAY))
    valid_to = forms.DateField(label="到", widget=forms.DateInput(attrs=DAY))


@staff
@require_safe
def announcements(request: Any) -> HttpResponse:
    """What is in force: first what the viewer has not confirmed."""
    today = localdate(now())
    waiting = list(queries.to_confirm(request.actor.person_id, today))
    others = [row for row in queries.current_announcements(today) if row not in waiting]
    context = {"waiting": waiting, "others": others, "next": path_of(request.GET.get("next", "/"))}
    return render(request, "notifications/announcements.html", context)


@staff
@require_POST
def confirm(request: Any, pk: int) -> HttpResponse:
    """已阅知; after the last one on to what was asked for."""
    found = get_object_or_404(queries.current_announcements(localdate(now())), pk=pk)
    confirm_announcement(announcement=found, actor=request.actor, at=now())
    if queries.to_confirm(request.actor.person_id, localdate(now())).exists():
        return redirect("notifications:announcements")
    return redirect(path_of(request.POST.get("next", "/")))


@needs("notifications.announce")
def manage(request: Any) -> HttpResponse:
    """All announcements, and the form for the next one."""
    form = AnnouncementForm(request.POST or None, initial={"valid_from": localdate(now())})
    given: dict[str, Any] = {"actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(announce, **form.values(), **given):
        told.success(request, "已发布，工作人员登录后先看到并确认。")
        return redirect("notifications-log:announcements")
    page = Listing(request, sorts={"at": ["pk"]}, default="-at").page(queries.announcements())
    context = {"page": page, "form": form, "today": localdate(now())}
    return render(request, "notifications/announcing.html", context, status=422 if form.errors else 200)


@needs("notifications.announce")
@require_safe
def confirmations(request: Any, pk: int) -> HttpResponse:
    """Who has confirmed it, and when."""
    found = get_object_or_404(Announcement, pk=pk)
    page = Listing(request, sorts={"at": ["pk"]}, default="-at").page(queries.confirmations_of(found))
    return render(request, "notifications/confirmations.html", {"announcement": found, "page": page})


@needs("notifications.announce")
@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    withdraw_announcement(announcement=get_object_or_404(Announcement, pk=pk), actor=request.actor, at=now())
    told.success(request, "已撤下。")
    return redirect("notifications-log:announcements")
