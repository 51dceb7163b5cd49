"""docs/reference/permissions.md is current, and the permission port does what it says: every operation, role, reach and relation."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tongban.foundation.access.matrix import given_by_role, of_the_apps, page
from tongban.foundation.access.port import Permissions
from tongban.foundation.access.queries import may
from tongban.foundation.access.registry import permissions, roles
from tongban.foundation.access.testing import give_role
from tongban.foundation.organization.testing import actor_of, make_person
from tongban.kernel.errors import NotAllowed
from tongban.kernel.operations import operations
from tongban.kernel.testing import MONDAY

PAGE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "permissions.md"
REACHES = {"a unit": (True, False), "a unit with those below": (True, True), "the whole installation": (False, True)}
RELATIONS = ("that unit", "a unit below it", "another unit", "the whole installation")


def tables() -> list[list[dict[str, str]]]:
    """The tables of the page, each row by the names of its columns."""
    blocks = [b.strip().splitlines() for b in PAGE.read_text("utf-8").split("\n\n") if b.startswith("| ")]
    return [[dict(zip(_cells(lines[0]), _cells(line), strict=True)) for line in lines[2:]] for lines in blocks]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[1:-1].split("|")]


def test_the_page_is_current():
    assert PAGE.read_text("utf-8") == page(), "run make docs"


def test_every_operation_is_on_the_page_and_its_permission_is_declared():
    listed = {row["operation"].strip("`") for table in tables()[1:] for row in table}
    assert listed == {made.name for made in of_the_apps()}
    assert {made.may for made in of_the_apps()} <= set(permissions)


def test_every_right_of_a_role_is_a_declared_permission():
    assert [(role.code, right) for role in roles.values() for right in role.rights if right not in permissions] == []


def test_every_relation_says_who():
    silent = [made.may for made in of_the_apps() if (rule := permissions[made.may].rule) and not rule.__doc__]
    assert silent == []


@pytest.fixture
def holders(county):
    """A person for each role and each reach, in the education bureau; and one without any role."""
    found = {}
    for role in roles.values():
        for reach, (over, below) in REACHES.items():
            person = make_person(f"{role.code}{len(found)}", unit=county.education, title=f"{role.code} {reach}")
            give_role(person, role.code, over=county.education if over else None, below=below and over)
            found[role.name, reach] = actor_of(person, at=MONDAY)
    county.holders, county.nobody = found, county.acts(county.clerk)
    return county


def test_the_check_does_what_the_page_says(holders):
    reach_table, role_table, _ = tables()
    targets = dict(zip(RELATIONS, (holders.education, holders.section, holders.finance, None), strict=True))
    reaches = {row["granted over"]: row for row in reach_table}
    rows = {operations[row["operation"].strip("`")].may: row for row in role_table}
    wrong = [
        (code, role, reach, relation)
        for code, row in rows.items()
        for (role, reach), actor in holders.holders.items()
        for relation, unit in targets.items()
        if passes(actor, code, unit) != (row[role] == "yes" and reaches[reach][relation] == "yes")
    ]
    assert wrong == []
    assert not any(passes(holders.nobody, code, unit) for code in rows for unit in targets.values())
    assert len(given_by_role()) == len(role_table)


def passes(actor, permission, unit) -> bool:
    return may(actor=actor, permission=permission, target=SimpleNamespace(unit_id=unit.pk) if unit else None, at=MONDAY)


@pytest.mark.feature("F-SC-01")
def test_the_kernel_refuses_whoever_may_not(holders):
    made = next(o for o in given_by_role() if o.on is None)
    with pytest.raises(NotAllowed):
        Permissions().require(actor=holders.nobody, permission=made.may, target=None, at=MONDAY)
