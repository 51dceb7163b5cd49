"""The topics of both zones."""

from tongban.engines.exchange.contracts import Topic
from tongban.kernel.registry import Registry

topics: Registry[Topic] = Registry("topic of exchange")
