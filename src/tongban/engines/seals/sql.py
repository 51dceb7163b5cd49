"""The row lock of every use of a seal, in one plain statement. Contract-tested on both databases."""

import functools

from tongban.engines.seals.models import Seal
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.sql import Shape, for_update, load

SEAL, UNIT, PERSON = Shape(Seal), Shape(Unit), Shape(Person)


def lock(seal_id: int) -> Seal:
    """The seal with its unit and keeper, its row locked. Seal.DoesNotExist when there is none."""
    for seal, unit, keeper in load(_lock(), [seal_id], SEAL, UNIT, PERSON):
        seal.unit, seal.keeper = unit, keeper
        found: Seal = seal
        return found
    raise Seal.DoesNotExist


@functools.cache
def _lock() -> str:
    return (
        f"SELECT {SEAL.columns('s')}, {UNIT.columns('u')}, {PERSON.columns('p')} FROM seals_seal s"  # noqa: S608
        " JOIN organization_unit u ON u.id = s.unit_id JOIN organization_person p ON p.id = s.keeper_id"
        f" WHERE s.id = %s {for_update('s')}"
    )
