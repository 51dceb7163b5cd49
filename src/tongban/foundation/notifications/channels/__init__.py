"""The ways out of the house. Others register their own channel or gateway from apps.py."""

from tongban.foundation.notifications.contracts import Channel, Gateway
from tongban.kernel.registry import Registry

channels: Registry[Channel] = Registry("channel")
gateways: Registry[Gateway] = Registry("gateway of short messages")
