"""The background job that builds documents and cases, a piece at a time."""

import time
from datetime import datetime

from tongban.demo import loading
from tongban.foundation.jobs import api as jobs
from tongban.kernel.jobs import job

PIECE = 3.0  # seconds; then the jobs of the people who work meanwhile have their turn


@job(label="装入演示数据")
def build(*, count: int, seed: int, asked: str, cases: int = 0) -> None:
    """Repeatable: it begins after what is finished already."""
    until = time.monotonic() + PIECE
    wanted = loading.asked("more", documents=count, cases=cases, seed=seed, at=datetime.fromisoformat(asked))
    finished = loading.build(wanted, show=jobs.progress, enough=lambda: time.monotonic() > until)
    if not finished:
        jobs.hand_back()
