"""Background entry points of the exchange."""

from tongban.engines.exchange.applying import apply_all
from tongban.kernel.jobs import job


@job(label="落实收到的交换数据")
def apply_arrivals(*, topic: str, key: str) -> None:
    apply_all(topic=topic, key=key)
