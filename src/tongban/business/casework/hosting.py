"""Cases as a host of the process engine."""

from tongban.business.casework import sql
from tongban.business.casework.operations.common import held_row
from tongban.business.casework.operations.screen import describe
from tongban.engines.flow import api as flow
from tongban.kernel.references import Reference


def host() -> flow.Host:
    return flow.Host(kind="case", lock=_lock, describe=_described, own=frozenset({"decide", "deliver"}))


def _lock(reference: Reference) -> flow.Subject:
    return describe(held_row(reference.id))


def _described(reference: Reference) -> flow.Subject:
    return describe(sql.read(reference.id))
