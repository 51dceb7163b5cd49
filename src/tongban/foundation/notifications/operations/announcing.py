"""登录公告: published with a validity, withdrawn, and confirmed by each of the staff (F-SC-07)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from tongban.foundation.notifications.models import Announcement, Confirmation
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid, NotAllowed
from tongban.kernel.operations import about, operation


@operation(may="notifications.announce")
def announce(*, title: str, text: str, valid_from: date, valid_to: date, actor: Actor, at: datetime) -> Announcement:
    """From the first day to the last everybody is shown it after the login."""
    faults = {}
    if not title.strip():
        faults["title"] = "请填写公告的标题。"
    if not text.strip():
        faults["text"] = "请填写公告的内容。"
    if valid_to < max(valid_from, localdate(at)):
        faults["valid_to"] = "最后一天不能早于开始的一天，也不能已经过去。"
    if faults:
        raise Invalid(faults, code="notifications.announcement")
    made = Announcement.objects.create(
        title=title.strip()[:100], text=text.strip()[:2000], valid_from=valid_from, valid_to=valid_to, at=at,
        by_name=actor.name,
    )  # fmt: skip
    about(made.reference)
    return made


@operation(may="notifications.announce", on="announcement")
def withdraw_announcement(*, announcement: Announcement, actor: Actor, at: datetime) -> None:
    """Nobody is shown it any more; who has confirmed it stays known."""
    Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).update(withdrawn_at=at)


@operation(may="access.own")
def confirm_announcement(*, announcement: Announcement, actor: Actor, at: datetime) -> None:
    """已阅知. Once is enough."""
    if actor.person_id is None:
        raise NotAllowed("这个账号没有对应的工作人员，不用确认公告。")
    about(announcement.reference)
    Confirmation.objects.get_or_create(
        announcement=announcement, person_id=actor.person_id,
        defaults={"person_name": actor.name, "unit_name": actor.unit_name, "at": at},
    )  # fmt: skip
