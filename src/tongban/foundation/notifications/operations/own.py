"""What people do with their own notices and choices."""

from collections.abc import Mapping
from datetime import datetime

from tongban.foundation.notifications.channels import channels
from tongban.foundation.notifications.models import Notice, Preference
from tongban.foundation.notifications.queries import notices_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.operations import operation


@operation(may="access.own", on="notice")
def mark_read(*, notice: Notice, actor: Actor, at: datetime) -> None:
    """The owner has read this notice; once is enough."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


@operation(may="access.own")
def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """The actor has read everything that lay there; returns how many that were."""
    return notices_of(actor, unread=True).filter(at__lte=at).update(read_at=at)


@operation(may="access.own")
def choose_channels(*, wanted: Mapping[str, bool], actor: Actor, at: datetime) -> None:
    """The actor's own choice for each channel named; LookupError for a channel that does not exist."""
    if actor.person_id is None:
        raise NotAllowed("这个账号没有对应的工作人员，不能设置接收方式。")
    for channel, choice in wanted.items():
        if channel not in channels:
            raise LookupError(channel)
        Preference.objects.update_or_create(person_id=actor.person_id, channel=channel, defaults={"wanted": choice})
