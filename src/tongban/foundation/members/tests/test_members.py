"""Who is who among the public, and what the database keeps of it."""

import pytest
from django.db import IntegrityError, connection

from tongban.foundation.identity.testing import make_account
from tongban.foundation.members import api as members
from tongban.foundation.members.models import Member
from tongban.foundation.members.testing import make_agent, make_enterprise, make_member, sign_in_member
from tongban.lib.gm.errors import DecryptionFailed

pytestmark = pytest.mark.django_db


def stored(member: Member) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number FROM members_member WHERE id = %s", [member.pk])
        return " ".join(cursor.fetchone())


def test_numbers_are_encrypted_in_the_database_and_readable_in_the_program():
    member = make_member(phone="13812340626")
    read = Member.objects.get(pk=member.pk)
    assert (read.phone, read.id_number) == ("13812340626", member.id_number)
    assert "13812340626" not in stored(member)
    assert member.id_number not in stored(member)


def test_a_number_moved_to_another_column_does_not_open():
    member = make_member()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET mail = phone WHERE id = %s", [member.pk])
    with pytest.raises(DecryptionFailed):
        Member.objects.get(pk=member.pk)


def test_a_sealed_number_cannot_be_searched_but_is_found_by_its_digest():
    member = make_member(phone="13812340626")
    with pytest.raises(TypeError):
        Member.objects.filter(phone__contains="0626").first()
    assert members.member_by_contact("13812340626") == member
    assert members.member_by_contact("13812340627") is None


def test_one_telephone_belongs_to_one_member():
    make_member(phone="13812340626")
    with pytest.raises(IntegrityError):
        make_member(phone="13812340626")


def test_an_agent_applies_for_the_enterprise_and_nobody_else_does():
    owner, agent, other = make_member("周明"), make_member("何苗"), make_member("赵一")
    shop = make_enterprise(owner)
    make_agent(shop, agent)
    assert members.acting_for(agent, shop.pk) == shop
    assert members.acting_for(other, shop.pk) is None
    applicant = members.applicant_of(agent, shop)
    assert (applicant.name, applicant.code, applicant.agent) == (shop.name, shop.code, "何苗")
    assert members.applicant_of(owner).code == owner.id_number


def test_a_member_is_known_in_the_public_zone_and_nowhere_else(client, public_zone):
    member = make_member("周明")
    sign_in_member(client, member)
    request = client.get("/").wsgi_request
    assert (request.member, request.actor.name, request.actor.person_id) == (member, "周明", None)


def test_staff_have_no_session_in_the_public_zone(client, public_zone):
    client.force_login(make_account("clerk"), backend="tongban.foundation.members.backends.MemberBackend")
    assert client.get("/").wsgi_request.member is None
