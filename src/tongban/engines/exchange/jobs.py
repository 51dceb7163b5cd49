"""Background entry points of the exchange."""

from django.conf import settings

from tongban.engines.exchange import carrying
from tongban.engines.exchange.applying import apply_all
from tongban.engines.exchange.line import Line
from tongban.engines.exchange.operations import mending
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="落实收到的交换数据")
def apply_arrivals(*, topic: str, key: str) -> None:
    apply_all(topic=topic, key=key)


@job(every=2, label="区间交换")
def carry() -> None:
    """In the office alone, and only where there is a public zone. While that does not answer, the pause grows to a minute."""
    if settings.EXCHANGE_ADDRESS:
        carrying.carry(Line(settings.EXCHANGE_ADDRESS, settings.EXCHANGE_KEY))


@job(every=6 * 3600, label="清理交换数据")
def sweep() -> None:
    mending.sweep(actor=system_actor(), at=now())
