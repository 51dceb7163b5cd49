"""The topics of both zones."""

from collections.abc import Callable

from tongban.engines.exchange.contracts import Arrived, Topic
from tongban.kernel.registry import Registry

topics: Registry[Topic] = Registry("topic of exchange")
receivers: Registry[Callable[[Arrived], None]] = Registry("receiver of a topic")


def receiver_of(topic: str) -> Callable[[Arrived], None]:
    """Who applies its parcels: named with the topic, or registered by an app that stands above the topic's."""
    return topics[topic].receive or receivers[topic]
