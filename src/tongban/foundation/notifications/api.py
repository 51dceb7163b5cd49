"""The door of the notifications.

notify([…], title="通知已签发", reference=document.reference, channels=[APP, SMS])    inside your operation
tell(persons=[…], news=News(…), actor=system_actor(), at=now(), request_key=…)      from an after-commit handler
"""

from tongban.foundation.notifications.channels import channels, gateways
from tongban.foundation.notifications.contracts import (
    APP,
    EMAIL,
    PERMISSIONS,
    SMS,
    Channel,
    Gateway,
    Letter,
    Receipt,
    Rejected,
    State,
    TryAgain,
)
from tongban.foundation.notifications.operations.delivering import resend
from tongban.foundation.notifications.operations.erasing import erase_texts
from tongban.foundation.notifications.operations.own import choose_channels, mark_all_read, mark_read
from tongban.foundation.notifications.operations.telling import News, notify, notify_each, send_to, tell
from tongban.foundation.notifications.queries import messages, notices_of, unread_count

__all__ = [
    "APP",
    "EMAIL",
    "PERMISSIONS",
    "SMS",
    "Channel",
    "Gateway",
    "Letter",
    "News",
    "Receipt",
    "Rejected",
    "State",
    "TryAgain",
    "channels",
    "choose_channels",
    "erase_texts",
    "gateways",
    "mark_all_read",
    "mark_read",
    "messages",
    "notices_of",
    "notify",
    "notify_each",
    "resend",
    "send_to",
    "tell",
    "unread_count",
]
