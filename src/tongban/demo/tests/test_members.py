"""The people of the demo who use the hall online can log in with what `tongban run` prints."""

import pytest

from tongban.demo import members
from tongban.demo.operations import PASSWORD
from tongban.foundation.members.models import Agent, Enterprise
from tongban.foundation.members.signing_in import by_password
from tongban.kernel.testing import MONDAY
from tongban.lib.typed import credit_code, id_number

pytestmark = pytest.mark.django_db


def test_the_printed_accounts_open_and_the_owner_has_his_business():
    members.first(at=MONDAY)
    printed = [line.strip().split("\t") for line in members.lines() if "\t" in line]
    people = [by_password(contact=phone, password=PASSWORD, ip="", at=MONDAY) for _, phone, _ in printed]
    assert [member.name for member in people] == [name for *_, name in printed]
    assert all(member.real_named and id_number(member.id_number) for member in people)
    assert credit_code(Enterprise.objects.get().code)
    assert [agent.member for agent in Agent.objects.order_by("pk")] == people[:2]
