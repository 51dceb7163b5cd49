"""What may come only so often."""

from datetime import timedelta

import pytest

from tongban.foundation.rates.api import count
from tongban.foundation.rates.jobs import sweep
from tongban.foundation.rates.models import Counter
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


def waits(times, *, key="test:1", at=MONDAY):
    return [count(key, most=2, seconds=60, at=at) for _ in range(times)]


def test_so_many_pass_and_the_next_is_told_how_long_to_wait():
    assert waits(3) == [0, 0, 60]
    assert waits(1, at=MONDAY + timedelta(seconds=45)) == [15]


def test_after_its_window_the_count_begins_again():
    waits(3)
    assert waits(3, at=MONDAY + timedelta(seconds=60)) == [0, 0, 60]


def test_keys_are_counted_apart():
    waits(3)
    assert waits(1, key="test:2") == [0]


def test_what_is_over_is_forgotten():
    waits(1)
    sweep()
    assert not Counter.objects.exists()
