"""Run by the tests of the two zones, as a process of one of them: what an app or a person does there, and what is there to see.

python both_zones.py publish | apply | member | office | public | members        with the environment of the zone
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tongban.config.starting import start_django

start_django()

from django.apps import apps  # noqa: E402

from tongban.business.casework.models import Case, Material  # noqa: E402
from tongban.business.casework.testing import make_bureau  # noqa: E402
from tongban.business.catalog.models import Item  # noqa: E402
from tongban.business.hall.models import Guide, Progress, Submission  # noqa: E402
from tongban.business.hall.testing import applied  # noqa: E402
from tongban.engines.exchange.models import Arrival, Parcel  # noqa: E402
from tongban.foundation.files import api as files  # noqa: E402
from tongban.foundation.members.api import Member  # noqa: E402
from tongban.foundation.members.testing import make_enterprise, make_member  # noqa: E402

PATIENCE = 30.0
OFFICE = ("organization", "documents", "casework", "catalog", "licenses", "inbox", "numbering", "seals", "supervision")
SHIPPED = {"seals_authority"}


def until(found: Callable[[], Any]) -> Any:
    """What the exchange brings within some seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if thing := found():
            return thing
        time.sleep(0.2)
    raise AssertionError("it did not come")


def publish() -> None:
    make_bureau("food_business")


def apply() -> None:
    guide = until(Guide.objects.first)
    member = make_member()
    print(applied(guide, member, make_enterprise(member)).receipt)


def office() -> None:
    """The cases that came, with their materials as they can be read."""
    case = until(lambda: Case.objects.exclude(source="").first())
    found = [row.file for row in Material.objects.filter(submission__case=case).select_related("file__blob")]
    print(json.dumps({
        "cases": Case.objects.exclude(source="").count(), "receipt": case.receipt, "files": len(found),
        "readable": all(files.open_content(file).read() for file in found),
        "arrivals": sorted(Arrival.objects.values_list("topic", "state")), "submissions": Submission.objects.count(),
    }))  # fmt: skip


def member() -> None:
    make_member()


def members() -> None:
    print(json.dumps({"members": Member.objects.count(), "items": Item.objects.count()}))


def public() -> None:
    """What became of the submission, and which rows of the office lie here."""
    progress = until(lambda: Progress.objects.exclude(number="").first())
    print(json.dumps({
        "number": progress.number, "receipt": progress.submission.receipt, "waiting": Parcel.objects.filter(delivered_at=None).count(),
        "arrivals": sorted(set(Arrival.objects.values_list("topic", "state"))), "office_rows": office_rows(),
    }))  # fmt: skip


def office_rows() -> list[str]:
    tables = [model for app in OFFICE for model in apps.get_app_config(app).get_models()]
    return [model._meta.label for model in tables if model.objects.exists() and model._meta.db_table not in SHIPPED]


if __name__ == "__main__":
    globals()[sys.argv[1]]()
