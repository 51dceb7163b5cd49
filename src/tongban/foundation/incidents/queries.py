"""What the watch finds in the audit trail, and who sees which incident."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.incidents.contracts import RULES, Finding, Rule
from tongban.foundation.incidents.models import Incident
from tongban.foundation.options import api as options
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

HANDLE = "incidents.handle"
NIGHT = (20, 7)  # from this hour of the evening to that of the morning


def option_of(rule: str) -> str:
    """The key of the setting that holds the rule's threshold."""
    return f"incidents.{rule}"


def findings(*, at: datetime) -> Iterator[Finding]:
    """Every rule that somebody has broken of late; one statement a rule. A threshold of 0 switches a rule off."""
    for name, rule in RULES.items():
        least = options.whole(option_of(name))
        if least:
            yield from _found(name, rule, least=least, at=at)


def _found(name: str, rule: Rule, *, least: int, at: datetime) -> Iterator[Finding]:
    what = audit.Search(action=rule.action, outcome="refused" if rule.refused else "", since=at - rule.within)
    for row in audit.frequent(what, least=least, hours=NIGHT if rule.at_night else None):
        who = f"person:{row['person_id']}" if row["person_id"] else f"account:{row['account_id']}"
        yield Finding(name, who, row["actor_name"] or "未登录的人", row["unit"], row["count"], row["last"])


def once_of(finding: Finding) -> str:
    """The same person under the same rule on the same day."""
    return f"{finding.rule}:{finding.who}:{localtime(finding.last):%Y-%m-%d}"


def incidents(viewer: Actor, *, at: datetime) -> QuerySet[Incident]:
    """All of them for whoever handles them, else one's own reports; the open ones first."""
    rows = Incident.objects.order_by("-state", "-id")
    if access.may(actor=viewer, permission=HANDLE, at=at):
        return rows
    return rows.filter(person_id=viewer.person_id or 0)


def incident_for(viewer: Actor, pk: int, *, at: datetime) -> Incident:
    """One that the viewer sees. NotFound otherwise."""
    found = incidents(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def visible_ids(viewer: Actor, ids: Collection[int], *, at: datetime) -> set[int]:
    return set(incidents(viewer, at=at).filter(pk__in=ids).values_list("pk", flat=True))


def count_open() -> int:
    return Incident.objects.filter(state="open").count()
