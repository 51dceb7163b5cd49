"""Who works in the run: the people of the demo county on whose desks documents come, by their user names."""

from django.utils.timezone import now

from tongban.demo.operations import PASSWORD
from tongban.demo.play import SEAL_PASSWORD
from tongban.demo.units import BUREAUS, GOVERNMENT, OFFICE, TOWNS
from tongban.foundation.jobs.models import Job
from tongban.foundation.organization.api import Holding, Unit

__all__ = ["PASSWORD", "SEAL_PASSWORD", "casts", "receivers", "unsettled"]
IDLE = {"科员", "公文管理员"}
RECEIVING = {plan.name for plan in (*BUREAUS, *TOWNS)}


def casts() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The government office, which sends, and the people of the units that receive: user name, and whether he drafts."""
    rows = list(
        Holding.objects.filter(until=None, person__account__isnull=False)
        .select_related("person__account", "post__unit__parent")
        .order_by("pk")
    )
    sending = [row for row in rows if homes(row) & {OFFICE, GOVERNMENT}]
    receiving = [
        row for row in rows if homes(row) & RECEIVING and (row.post.rank == "head" or row.post.title == "机要员")
    ]
    return [role(row) for row in sending if row.post.title not in IDLE], [role(row) for row in receiving]


def homes(row: Holding) -> set[str]:
    """The unit, and the organ of a section."""
    unit = row.post.unit
    return {unit.name, unit.parent.name} if unit.form == "section" and unit.parent else {unit.name}


def role(row: Holding) -> tuple[str, bool]:
    assert row.person.account is not None
    return row.person.account.username, row.post.title.endswith("科科员")


def receivers() -> list[str]:
    """Units that documents are sent to, as the form names them."""
    return [str(pk) for pk in Unit.objects.filter(name__in=RECEIVING).values_list("pk", flat=True)]


def unsettled() -> bool:
    """Whether the worker still has something due."""
    return (
        Job.objects.filter(state="running").exists() or Job.objects.filter(state="waiting", run_at__lte=now()).exists()
    )
