"""Rates as they are published: hundredths of a percent, cut, never rounded up; nothing accepted is 100 %."""


def hundredths(part: int, whole: int) -> int:
    """A rate in hundredths of a percent, cut."""
    return part * 10_000 // whole if whole else 10_000


def rate(part: int, whole: int) -> str:
    """办结率, 按时率: two decimals, truncated."""
    found = hundredths(part, whole)
    return f"{found // 100}.{found % 100:02d}%"


def change(now: int, before: int) -> str:
    """How a rate in hundredths of a percent moved, in points: +0.30, or "" where it did not."""
    moved = abs(now - before)
    return f"{'+' if now > before else '−'}{moved // 100}.{moved % 100:02d}" if moved else ""


def months_before(year: int, month: int, count: int) -> list[tuple[int, int]]:
    """The last `count` months up to and with this one, the oldest first."""
    last = year * 12 + month - 1
    return [(n // 12, n % 12 + 1) for n in range(last - count + 1, last + 1)]
