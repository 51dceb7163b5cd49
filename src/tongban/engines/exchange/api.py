"""The door of the exchange between the zones.

topics.register("hall.application", Topic(label="网上申请", zone="office", receive=…))        in registrations.py, in both zones
send(topic="hall.application", key=…, body=to_plain(filed), files=[…])                      inside your operation
receivers.register("casework.case", keep_case)                                             where the receiving app stands above
announce(topic="casework.case", key=…)                                                      inside your operation
"""

from tongban.engines.exchange.contracts import OFFICE, PERMISSIONS, PUBLIC, Arrived, Content, Topic
from tongban.engines.exchange.operations.mending import send_again
from tongban.engines.exchange.operations.sending import announce, announce_all, send
from tongban.engines.exchange.queries import zone_of_database
from tongban.engines.exchange.registry import receivers, topics

__all__ = [
    "OFFICE",
    "PERMISSIONS",
    "PUBLIC",
    "Arrived",
    "Content",
    "Topic",
    "announce",
    "announce_all",
    "receivers",
    "send",
    "send_again",
    "topics",
    "zone_of_database",
]
