"""The row lock of every act on a case, and what every act reads, in plain statements. Contract-tested on both databases."""

import functools

from tongban.business.casework.models import Case, Letter
from tongban.business.catalog.api import Item, Version
from tongban.foundation.organization.api import Unit
from tongban.kernel.sql import Shape, for_update, load

CASE, LETTER, VERSION, ITEM, UNIT = Shape(Case), Shape(Letter), Shape(Version), Shape(Item), Shape(Unit)


def read(case_id: int, *, lock: bool = False) -> Case:
    """The case with its unit and the version of its item, its row locked if asked. Case.DoesNotExist when there is none."""
    for case, version, item, unit in load(_read(lock=lock), [case_id], CASE, VERSION, ITEM, UNIT):
        version.item, case.version, case.unit = item, version, unit
        found: Case = case
        return found
    raise Case.DoesNotExist


def lock_letter(letter_id: int) -> Letter:
    """The letter with its case and the unit of that, its own row locked. Letter.DoesNotExist when there is none."""
    for letter, case, unit in load(_lock_letter(), [letter_id], LETTER, CASE, UNIT):
        case.unit, letter.case = unit, case
        found: Letter = letter
        return found
    raise Letter.DoesNotExist


@functools.cache
def _lock_letter() -> str:
    return (
        f"SELECT {LETTER.columns('l')}, {CASE.columns('c')}, {UNIT.columns('u')} FROM casework_letter l"  # noqa: S608
        " JOIN casework_case c ON c.id = l.case_id JOIN organization_unit u ON u.id = c.unit_id"
        f" WHERE l.id = %s {for_update('l')}"
    )


@functools.cache
def _read(*, lock: bool) -> str:
    return (
        f"SELECT {CASE.columns('c')}, {VERSION.columns('v')}, {ITEM.columns('i')}, {UNIT.columns('u')}"  # noqa: S608
        " FROM casework_case c JOIN catalog_version v ON v.id = c.version_id JOIN catalog_item i ON i.id = v.item_id"
        f" JOIN organization_unit u ON u.id = c.unit_id WHERE c.id = %s {for_update('c') if lock else ''}"
    )
