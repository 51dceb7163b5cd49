"""Settings that hold in both zones: changed on the console, carried to the public zone, in force there within seconds."""

from django.conf import settings

from tongban.engines.exchange.contracts import OFFICE, PUBLIC, Arrived, Content, Topic
from tongban.engines.exchange.operations.sending import announce
from tongban.engines.exchange.registry import topics
from tongban.foundation.options import api as options
from tongban.kernel import events
from tongban.kernel.actor import system_actor

TOPIC, KEY = "options", "all"


def register() -> None:
    topics.register(TOPIC, Topic(label="运行参数", zone=PUBLIC, receive=receive, compose=compose, keys=keys))
    events.on(options.OptionChanged, changed)


def changed(event: options.OptionChanged) -> None:
    """In the operation that changed it."""
    if settings.ZONE == OFFICE and options.options[event.key].public:
        announce(topic=TOPIC, key=KEY)


def compose(key: str) -> Content:
    options.forget()
    return Content({"values": options.shared()})


def keys() -> list[str]:
    return [KEY] if options.shared() else []


def receive(arrived: Arrived) -> None:
    values = (arrived.body or {}).get("values", {})
    options.take_over(
        values=values, actor=system_actor("区间交换"), at=arrived.sent_at, request_key=arrived.request_key
    )
