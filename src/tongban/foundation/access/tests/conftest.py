from types import SimpleNamespace

import pytest

from tongban.foundation.access.shipped import bring_roles
from tongban.foundation.organization.testing import actor_of, make_person, make_post, make_unit
from tongban.kernel.testing import MONDAY


@pytest.fixture
def county(db):
    """Two bureaus under the county, one with a section; an administrator of each, and a clerk."""
    bring_roles(MONDAY)
    government = make_unit("临江县人民政府")
    education = make_unit("县教育局", government)
    made = SimpleNamespace(
        government=government,
        education=education,
        section=make_unit("人事科", education, form="section"),
        finance=make_unit("县财政局", government),
    )
    made.top = make_person("顾长风", unit=government)
    made.manager = make_person("何静", unit=education, title="管理员")
    made.clerk = make_person("苏明远", unit=education)
    made.other = make_person("齐思远", unit=made.finance)
    made.post = make_post(education, "管理员")
    made.acts = lambda person: actor_of(person, at=MONDAY)
    return made
