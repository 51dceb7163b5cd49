"""SM2 signatures on one core."""

from bench.machine import Figure, median_of, seconds
from tongban.lib.gm import keys

COUNT = 1000


def figures() -> list[Figure]:
    key = keys.generate()
    key.sign(b"warm")
    rate = median_of(lambda: COUNT / seconds(lambda: [key.sign(b"x" * 32) for _ in range(COUNT)]))
    return [Figure("SM2 signatures", round(rate), "1/s", "≥ 1,000/s", rate >= 1000, more=True)]
