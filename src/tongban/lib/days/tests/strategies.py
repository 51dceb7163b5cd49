"""Random calendars of one spring, and moments in it."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tongban.lib.days.calendar import ZONE
from tongban.lib.days.words import DayKind, Hours, Special

START = date(2026, 1, 20)
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
kinds = st.sampled_from(list(DayKind))
specials = st.dictionaries(days, kinds, max_size=25).map(lambda d: {day: Special(day, k) for day, k in d.items()})
minutes = st.integers(0, 24 * 60 - 1).map(lambda m: time(m // 60, m % 60))
moments = st.builds(lambda day, clock: datetime.combine(day, clock, ZONE), days, minutes)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    a, b, c, d = sorted(draw(st.lists(minutes, min_size=4, max_size=4, unique=True)))
    return Hours((a, b), (c, d))
