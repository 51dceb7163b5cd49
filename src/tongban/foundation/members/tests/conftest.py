"""The demo gateway of short messages, the demo register, and a clock that the test moves."""

import re
from datetime import datetime, timedelta

import pytest

from tongban.foundation.members.models import Code
from tongban.foundation.members.operations import send_code
from tongban.foundation.notifications.models import Message
from tongban.kernel.actor import Actor
from tongban.kernel.testing import MONDAY

SOMEBODY = Actor(ip="192.0.2.7")


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.SMS_GATEWAY = settings.VERIFIER = "demo"


def last_code() -> str:
    """The code as the newest message says it."""
    return re.search(r"验证码 (\d{6})", Message.objects.latest("pk").text)[1]


def ask_code(purpose, contact: str, *, at: datetime = MONDAY, ip: str = "192.0.2.7") -> str:
    """Ask for a code and read it on the telephone."""
    before = Code.objects.count()
    send_code(purpose=purpose, contact=contact, actor=Actor(ip=ip), at=at)
    assert Code.objects.count() == before + 1
    return last_code()


def later(minutes: float = 0, **spans: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes, **spans)
