from datetime import timedelta

import pytest
from django.db import IntegrityError

from tongban.foundation.jobs.rules import back_off, failure_text, periodic_wait
from tongban.kernel.errors import Unavailable


def test_pauses_grow_and_end_at_an_hour() -> None:
    pauses = [back_off(n).total_seconds() for n in range(1, 9)]
    assert pauses == [4, 16, 64, 256, 1024, 3600, 3600, 3600]


@pytest.mark.parametrize(("every", "failures", "seconds"), [(1, 0, 1), (1, 1, 4), (1, 9, 60), (600, 9, 600)])
def test_a_failing_periodic_job_slows_down_to_a_minute(every: float, failures: int, seconds: float) -> None:
    assert periodic_wait(every, failures) == timedelta(seconds=seconds)


def test_of_a_database_error_the_values_are_not_kept() -> None:
    text = failure_text(IntegrityError("duplicate key\nDETAIL: Key (number)=(421281199001010026) exists"))
    assert text.splitlines() == ["django.db.utils.IntegrityError", "duplicate key"]


def test_an_anticipated_failure_keeps_its_sentence() -> None:
    assert "短信网关没有应答。" in failure_text(Unavailable("短信网关没有应答。"))
