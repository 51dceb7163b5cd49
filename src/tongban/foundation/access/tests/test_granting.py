"""Roles are given downward: never more than one has, never to oneself, the three administrators to three people."""

import pytest
from django.db import IntegrityError

from tongban.foundation.access.contracts import RoleClass
from tongban.foundation.access.models import Grant, Role
from tongban.foundation.access.operations import change_role, define_role, grant, revoke
from tongban.foundation.access.queries import permissions_of, roles_of
from tongban.foundation.access.registry import roles
from tongban.foundation.access.shipped import bring_roles
from tongban.foundation.access.testing import allow, give_role
from tongban.foundation.audit.testing import recorded
from tongban.foundation.identity.policy import FACTOR_OF_ROLES, must_have_factor
from tongban.foundation.options.api import set_value
from tongban.foundation.organization.testing import make_person, make_post
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

BY_SYSTEM = {"actor": system_actor(), "at": MONDAY}


def role(code):
    return Role.objects.get(code=code)


@pytest.fixture
def managed(county):
    """The county with a 超级系统管理员, and a 单位系统管理员 of the education bureau and what is under it."""
    give_role(county.top, "super_admin")
    give_role(county.manager, "unit_admin", over=county.education, below=True)
    county.by = lambda person: {"actor": county.acts(person), "at": MONDAY}
    return county


def test_a_role_is_given_and_taken_back(county):
    given = grant(role=role("unit_admin"), to=county.clerk, unit=county.education, **BY_SYSTEM)
    assert "access.grant" in permissions_of(actor=county.acts(county.clerk), at=MONDAY)
    revoke(given=given, **BY_SYSTEM)
    assert permissions_of(actor=county.acts(county.clerk), at=MONDAY) == frozenset()
    assert [action for action, _, _ in recorded()] == ["access.grant", "access.revoke"]


def test_twice_is_refused(county):
    given = grant(role=role("unit_admin"), to=county.post, unit=county.education, **BY_SYSTEM)
    with pytest.raises(Conflict, match="已经授予"):
        grant(role=role("unit_admin"), to=county.post, unit=county.education, **BY_SYSTEM)
    revoke(given=given, **BY_SYSTEM)
    with pytest.raises(Conflict, match="已经收回"):
        revoke(given=given, **BY_SYSTEM)


@pytest.mark.feature("F-ID-18")
def test_the_four_classes_and_the_three_administrators_are_shipped_with_rights_of_their_own(county):
    codes = (
        "super_admin",
        "unit_admin",
        "seal_keeper",
        "document_manager",
        "system_admin",
        "security_admin",
        "audit_admin",
    )
    held = {code: frozenset(role(code).rights.values_list("permission", flat=True)) for code in codes}
    assert len(set(held.values())) == len(codes)
    assert held["audit_admin"] == {"audit.read", "prints.see_unit"}
    assert not held["system_admin"] & {"access.grant", "access.define", "audit.read"}
    assert not held["security_admin"] & {"organization.manage", "identity.manage", "audit.read"}
    assert held["unit_admin"] < held["super_admin"]


def test_shipping_again_brings_a_role_back_to_what_the_apps_declare(county):
    role("audit_admin").rights.all().delete()
    bring_roles(MONDAY)
    bring_roles(MONDAY)
    assert [r.permission for r in role("audit_admin").rights.all()] == list(roles["audit_admin"].rights)


THREE = ("system_admin", "security_admin", "audit_admin")


@pytest.mark.parametrize("second", THREE)
def test_of_the_three_administrators_a_person_is_at_most_one(county, second):
    grant(role=role("system_admin"), to=county.clerk, unit=None, **BY_SYSTEM)
    with pytest.raises(Conflict, match="三员"):
        grant(role=role(second), to=county.clerk, unit=None, **BY_SYSTEM)


def test_the_database_refuses_a_person_as_two_of_the_three(county):
    give_role(county.clerk, "system_admin")
    with pytest.raises(IntegrityError):
        give_role(county.clerk, "audit_admin")


def test_the_three_administrators_are_people_and_not_posts(county):
    with pytest.raises(Invalid, match="具体的人"):
        grant(role=role("audit_admin"), to=county.post, unit=None, **BY_SYSTEM)


@pytest.mark.feature("F-ID-19")
def test_a_unit_administrator_acts_only_in_his_own_unit(managed):
    by = managed.by(managed.manager)
    grant(role=role("document_manager"), to=managed.clerk, unit=managed.section, **by)
    with pytest.raises(NotAllowed, match="可以找：顾长风"):
        grant(role=role("document_manager"), to=managed.clerk, unit=managed.finance, **by)
    with pytest.raises(NotAllowed, match="管理范围内"):
        grant(role=role("document_manager"), to=managed.other, unit=managed.education, **by)


@pytest.mark.feature("F-ID-19", "F-ID-22")
def test_a_lower_administrator_gives_on_what_he_has_and_no_more(managed):
    by = managed.by(managed.manager)
    assistant = make_person("冯清扬", unit=managed.section)
    grant(role=role("unit_admin"), to=assistant, unit=managed.section, **by)
    for code in ("super_admin", "security_admin", "audit_admin", "system_admin"):
        with pytest.raises(NotAllowed, match="不能授予"):
            grant(role=role(code), to=managed.clerk, unit=managed.education, **by)


@pytest.mark.feature("F-ID-22")
def test_with_all_below_gives_only_who_has_all_below(county):
    give_role(county.manager, "unit_admin", over=county.education)
    by = {"actor": county.acts(county.manager), "at": MONDAY}
    with pytest.raises(NotAllowed, match="这个范围内"):
        grant(role=role("unit_admin"), to=county.clerk, unit=county.education, below=True, **by)
    grant(role=role("unit_admin"), to=county.clerk, unit=county.education, **by)


@pytest.mark.feature("F-ID-19")
def test_the_super_administrator_gives_unit_administrators_and_no_clerk_does(managed):
    grant(role=role("unit_admin"), to=managed.other, unit=managed.finance, below=True, **managed.by(managed.top))
    with pytest.raises(NotAllowed):
        grant(role=role("document_manager"), to=managed.other, unit=managed.education, **managed.by(managed.clerk))


def test_nobody_gives_to_himself(managed):
    by = managed.by(managed.top)
    own_post = make_post(managed.government, "科员")
    for to in (managed.top, own_post):
        with pytest.raises(NotAllowed, match="给自己"):
            grant(role=role("audit_admin"), to=to, unit=None, **by)


def test_a_lower_administrator_does_not_take_what_he_may_not_give(managed):
    above = give_role(managed.clerk, "super_admin", over=managed.education)
    with pytest.raises(NotAllowed):
        revoke(given=above, **managed.by(managed.manager))
    above.refresh_from_db()
    assert above.until is None


def test_a_role_of_ones_own_cannot_smuggle_rights(managed):
    made = define_role(name="万能", rights=["audit.read"], **managed.by(managed.top))
    with pytest.raises(NotAllowed, match="不能授予"):
        grant(role=made, to=managed.clerk, unit=managed.education, **managed.by(managed.manager))


def test_a_defined_role_gives_its_rights_at_once(managed):
    by = managed.by(managed.top)
    made = define_role(name="人事专员", rights=["organization.manage"], description="只管人", **by)
    give_role(managed.clerk, made, over=managed.education)
    change_role(role=made, name="人事专员", rights=["identity.manage"], **by)
    assert permissions_of(actor=managed.acts(managed.clerk), at=MONDAY) == {"identity.manage"}
    assert (made.level, made.built_in) == (RoleClass.OFFICER, False)


@pytest.mark.parametrize(
    ("name", "rights", "field"),
    [
        ("", ["audit.read"], "name"),
        ("审计管理员", ["audit.read"], "name"),
        ("新", ["no.such"], "rights"),
        ("新", [], "rights"),
    ],
)
def test_what_is_wrong_with_a_role_stands_at_its_field(county, name, rights, field):
    with pytest.raises(Invalid) as caught:
        define_role(name=name, rights=rights, **BY_SYSTEM)
    assert list(caught.value.fields) == [field]


def test_built_in_roles_stay_as_the_product_declares_them(county):
    with pytest.raises(Conflict, match="内置"):
        change_role(role=role("audit_admin"), name="审计", rights=["access.define"], **BY_SYSTEM)


def test_only_who_may_define_defines(managed):
    with pytest.raises(NotAllowed):
        define_role(name="新", rights=["audit.read"], **managed.by(managed.manager))


def test_what_somebody_holds_is_listed(managed):
    allow(managed.post, "organization.manage", over=managed.education)
    assert [g.role.code for g in roles_of(managed.manager, at=MONDAY)] == ["unit_admin"]
    assert [g.unit for g in roles_of(managed.post, at=MONDAY)] == [managed.education]
    assert Grant.objects.count() == 3


def test_a_second_factor_is_demanded_of_roles_that_exist_and_of_whoever_has_one(county):
    given = {"key": FACTOR_OF_ROLES, "reason": "等保整改", "actor": system_actor(), "at": MONDAY}
    with pytest.raises(Invalid, match="没有这个角色：值班员"):
        set_value(value="单位系统管理员、值班员", **given)
    set_value(value="单位系统管理员", **given)
    give_role(county.manager, "unit_admin", over=county.education)
    assert must_have_factor(county.manager.account, MONDAY)
    assert not must_have_factor(county.clerk.account, MONDAY)
