from types import SimpleNamespace

import pytest

from tongban.engines.flow import testing
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.testing import MONDAY


@pytest.fixture
def office(db):
    """An office with a section, and a bureau beside it; who is who by the part they play."""
    testing.offers.clear()
    testing.moves.clear()
    government = make_unit("临江县人民政府")
    office = make_unit("县政府办公室", government)
    section = make_unit("秘书科", office, form="section")
    bureau = make_unit("县财政局", government)
    made = SimpleNamespace(
        government=government, office=office, section=section, bureau=bureau,
        drafter=make_person("苏明远", unit=section),
        head=make_person("段文博", unit=section, title="科长", rank="head"),
        vetter=make_person("林晓岚", unit=office, title="核稿员", duties=["vetter"]),
        leader=make_person("秦怀川", unit=government, title="副县长", rank="deputy"),
        director=make_person("齐思远", unit=bureau, title="局长", rank="head"),
    )  # fmt: skip
    made.acts = lambda person: actor_of(person, at=MONDAY)
    made.matter = lambda number=1, **fields: testing.matter(
        number, unit_id=office.pk, section_id=section.pk, people={"drafter": made.drafter.pk}, **fields
    )
    return made
