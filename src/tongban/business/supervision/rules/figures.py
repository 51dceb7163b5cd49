"""Rates as they are published: hundredths of a percent, cut, never rounded up; nothing accepted is 100 %."""


def rate(part: int, whole: int) -> str:
    """办结率, 按时率: two decimals, truncated."""
    if whole == 0:
        return "100.00%"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def months_before(year: int, month: int, count: int) -> list[tuple[int, int]]:
    """The last `count` months up to and with this one, the oldest first."""
    last = year * 12 + month - 1
    return [(n // 12, n % 12 + 1) for n in range(last - count + 1, last + 1)]
