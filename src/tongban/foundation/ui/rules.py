"""How times, durations, numbers and personal data are written on the screen. Plain Python; local times come in."""

import re
from datetime import date, datetime, timedelta

from tongban.foundation.ui.contracts import TimeLeft

COUNT_CAP = 99
WEEKDAYS = "一二三四五六日"
_DAY_WORDS = {-1: "昨天", 0: "今天", 1: "明天"}


def when_text(moment: datetime, now: datetime) -> str:
    """A time in a list: 今天 09:42, 昨天 16:05, 11-18 09:42, in another year 2025-11-18."""
    clock = f"{moment:%H:%M}"
    word = _DAY_WORDS.get((moment.date() - now.date()).days)
    if word:
        return f"{word} {clock}"
    return f"{moment:%m-%d} {clock}" if moment.year == now.year else f"{moment:%Y-%m-%d}"


def stamp_text(moment: datetime, now: datetime) -> str:
    """A time where no word may stand, in opinions and on paper: 11-18 09:42, in another year 2025-11-18 09:42."""
    return f"{moment:%m-%d %H:%M}" if moment.year == now.year else f"{moment:%Y-%m-%d %H:%M}"


def day_text(day: date, today: date) -> str:
    """A day in a list: 11-18, in another year 2025-11-18."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def long_date(day: date) -> str:
    """A day in a sentence or a document: 2026年11月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def today_text(day: date) -> str:
    """The line beside a home page's title: 2026年11月18日 星期三 ・ 第47周."""
    return f"{long_date(day)} 星期{WEEKDAYS[day.weekday()]} ・ 第{day.isocalendar().week}周"


def duration_text(span: timedelta) -> str:
    """1小时20分, 3小时, 20分; from a day on in 自然日. Never negative, at least one minute."""
    minutes = max(1, int(abs(span).total_seconds()) // 60)
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)}个自然日"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}分"
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"


def time_left(due: datetime | None, now: datetime, *, workdays: int | None = None, paused: str = "") -> TimeLeft:
    """The badge of a time limit (ui/README 4). `workdays`: working days left where the limit is counted in them."""
    if paused:
        return TimeLeft("paused", f"计时暂停：{paused}")
    if due is None:
        return TimeLeft("none", "无时限")
    title = f"{long_date(due.date())} {due:%H:%M} 到期"
    if now > due:
        return TimeLeft("over", f"超时 {duration_text(now - due)}", title)
    days = (due.date() - now.date()).days
    if days == 0:
        return TimeLeft("soon", _today_left(due, now), title)
    if workdays is not None:
        return TimeLeft("soon" if workdays <= 1 else "plain", f"剩 {max(workdays, 1)}个工作日", title)
    if days == 1:
        return TimeLeft("soon", f"明天 {due:%H:%M} 前", title)
    return TimeLeft("plain", f"剩 {days}个自然日", title)


def _today_left(due: datetime, now: datetime) -> str:
    rest = due - now
    if rest >= timedelta(hours=4):
        return f"今天 {due:%H:%M} 前"
    whole = timedelta(hours=rest // timedelta(hours=1))
    return f"剩 {duration_text(whole if rest >= timedelta(hours=2) else rest)}"


def capped(count: int, cap: int = COUNT_CAP) -> str:
    """A count in a menu: 99+ above the cap."""
    return f"{cap}+" if count > cap else str(count)


def total_text(total: int, *, more: bool) -> str:
    """The total of a list: 1,284 or, where counting stopped, 1,000+."""
    return f"{total:,}+" if more else f"{total:,}"


def masked(text: str) -> str:
    """Personal data for lists and phones: 138****0626, 9990**********0026, z***@example.cn; of other text a third at least is hidden."""
    text = text.strip()
    name, at, host = text.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    if re.fullmatch(r"1\d{10}", text):
        return f"{text[:3]}****{text[-4:]}"
    keep = 4 if len(text) >= 15 else max(1, len(text) // 3)
    tail = keep if len(text) > 3 else 0
    return text[:keep] + "*" * (len(text) - keep - tail) + text[len(text) - tail :]


def spread(label: str) -> str:
    """A label of two characters spread to the width of four: 标　　题."""
    return f"{label[0]}\u3000\u3000{label[1]}" if len(label) == 2 else label


def size_text(size: int) -> str:
    """A file's size: 38 MB, 412 KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".0 ", " ")


def page_numbers(current: int, last: int) -> list[int | None]:
    """The numbers to show under a list; None stands for a gap: 1 … 4 5 6 … 20."""
    shown = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
