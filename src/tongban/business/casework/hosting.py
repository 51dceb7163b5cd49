"""Cases as a host of the process engine."""

from tongban.business.casework.models import Case
from tongban.business.casework.operations.screen import describe
from tongban.engines.flow import api as flow
from tongban.kernel.references import Reference


def host() -> flow.Host:
    return flow.Host(
        kind="case",
        lock=_lock,
        describe=lambda reference: describe(_load(reference)),
        own=frozenset({"decide", "deliver"}),
    )


def _lock(reference: Reference) -> None:
    Case.objects.select_for_update(of=("self",)).only("pk").get(pk=reference.id)


def _load(reference: Reference) -> Case:
    return Case.objects.select_related("version__item", "unit").get(pk=reference.id)
