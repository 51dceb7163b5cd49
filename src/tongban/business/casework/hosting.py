"""Cases as a host of the process engine."""

from tongban.business.casework.models import Case
from tongban.business.casework.operations.common import held
from tongban.business.casework.operations.screen import describe
from tongban.engines.flow import api as flow
from tongban.kernel.references import Reference

CASES = Case.objects.select_related("version__item", "unit")


def host() -> flow.Host:
    return flow.Host(kind="case", lock=_lock, describe=_described, own=frozenset({"decide", "deliver"}))


def _lock(reference: Reference) -> flow.Subject:
    return describe(held(CASES.get(pk=reference.id)))


def _described(reference: Reference) -> flow.Subject:
    return describe(CASES.get(pk=reference.id))
