"""The background job that builds documents, a piece at a time."""

import time
from datetime import datetime

from tongban.demo import loading
from tongban.demo.plan import Batch
from tongban.foundation.jobs import api as jobs
from tongban.kernel.jobs import job

PIECE = 3.0  # seconds; then the jobs of the people who work meanwhile have their turn


@job(label="装入演示公文")
def build(*, count: int, seed: int, asked: str) -> None:
    """Repeatable: it begins after what is finished already."""
    until = time.monotonic() + PIECE
    batch = Batch("more", count, seed, datetime.fromisoformat(asked))
    finished = loading.build(batch, show=jobs.progress, enough=lambda: time.monotonic() > until)
    if not finished:
        jobs.hand_back()
