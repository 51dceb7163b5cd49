"""A gateway for trying out: it sends nothing to anybody and shows everything to the administrator.

It has the faults of a real one, so that the product meets them: numbers of unknown ranges are rejected, long texts are
split, a message arrives a while after it was taken, and for numbers ending in 0000 it takes the message but does not
answer the first time. It knows a repeat by its key.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from tongban.foundation.notifications.contracts import Letter, Receipt, Rejected, TryAgain
from tongban.foundation.notifications.models import DemoShortMessage
from tongban.foundation.notifications.rules import parts_of

TRAVEL = timedelta(seconds=8)
UNKNOWN_RANGES = ("154", "160", "161", "163", "164", "168", "169")


class DemoGateway:
    def submit(self, letter: Letter) -> Receipt:
        if letter.address.startswith(UNKNOWN_RANGES):
            raise Rejected("演示网关：没有这个号段。")
        taken, new = DemoShortMessage.objects.get_or_create(
            key=letter.key,
            defaults={
                "number": letter.address, "text": letter.text, "parts": len(parts_of(letter.text)),
                "accepted_at": letter.at, "arrives_at": letter.at + TRAVEL,
            },
        )  # fmt: skip
        if new and letter.address.endswith("0000"):
            raise TryAgain("演示网关：没有及时应答。")
        return Receipt(f"demo-{taken.pk}", taken.parts)

    def arrived(self, numbers: Collection[str], *, at: datetime) -> set[str]:
        keys = [number.removeprefix("demo-") for number in numbers]
        rows = DemoShortMessage.objects.filter(pk__in=[k for k in keys if k.isdigit()], arrives_at__lte=at)
        return {f"demo-{pk}" for pk in rows.values_list("pk", flat=True)}
