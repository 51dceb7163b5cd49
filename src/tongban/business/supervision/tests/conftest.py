"""A bureau with cases, and a supervisor of the county above it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.business.casework import api as casework
from tongban.business.casework.testing import Bureau, accepted, make_bureau
from tongban.business.catalog.models import Version
from tongban.business.licenses.testing import make_series
from tongban.business.supervision.contracts import ORDER_NUMBER
from tongban.foundation.access.testing import allow
from tongban.foundation.clocks.jobs import sweep
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import Actor
from tongban.kernel.plain import to_plain
from tongban.kernel.testing import MONDAY

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 2, 10, 0, tzinfo=CHINA)  # a Monday; no holiday until the tests' own Monday


@dataclass(slots=True)
class County:
    bureau: Bureau
    office: Unit
    supervisor: Person

    def actor(self, *, at: datetime = MONDAY) -> Actor:
        return actor_of(self.supervisor, at=at)

    def case(self, *, at: datetime = START) -> casework.Case:
        """Accepted at this moment: promised in 7 working days, by law in 10."""
        return accepted(self.bureau, at=at)


@pytest.fixture
def county(db: None) -> County:
    bureau = make_bureau()
    content = replace(bureau.version.content, promised_days=7, legal_days=10)
    Version.objects.filter(pk=bureau.version.pk).update(data=to_plain(content))
    government = make_unit("临江县人民政府")
    Unit.objects.filter(pk=bureau.unit.pk).update(parent=government)
    office = make_unit("临江县行政审批服务局", government)
    make_series(office, ORDER_NUMBER, "临督", "{word}〔{year}〕{serial}号")
    supervisor = make_person("乔松年", unit=office, title="监察员")
    allow(supervisor, "supervision.watch", "supervision.order", over=bureau.unit, below=True)
    return County(bureau, office, supervisor)


def time_passes() -> None:
    """The sweep finds what is due, and the jobs that it enqueued run."""
    sweep()
    run_due_jobs()
