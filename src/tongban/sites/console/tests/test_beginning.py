"""初始化向导: an installation without anything is led through its first data, step by step, by its first administrator."""

import pytest

from tongban.business.documents.testing import seal_of, small_county
from tongban.config.commands import first_admin
from tongban.foundation.access.api import Role, grant
from tongban.foundation.identity.api import Account
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import make_person, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.deploy import deploy
from tongban.kernel.now import now
from tongban.sites.console.beginning import steps

pytestmark = pytest.mark.django_db
FIRST = ["--region", "421281", "--region-name", "临江县", "--level", "3", "--unit", "临江县人民政府", "--name", "何静"]


@pytest.fixture
def administrator(client, capsys):
    """As after `tongban prepare` and `tongban first-admin`: no demo, nothing else."""
    deploy(at=now())
    assert first_admin.main(FIRST) == 0
    person = Person.objects.get(name="何静")
    Account.objects.filter(pk=person.account_id).update(must_change_password=False, password_changed_at=now())
    sign_in(client, person)
    return client


def open_steps() -> set[str]:
    return {step.label for step in steps(now()) if not step.done}


@pytest.mark.feature("F-OPS-10")
def test_the_first_administrator_of_an_empty_installation_sees_what_is_missing_and_where_it_is_made(administrator):
    home = administrator.get("/console/").content.decode()
    assert "继续初始化" in home
    assert "还没有内设机构（科室）" in home
    page = administrator.get("/console/beginning")
    text = page.content.decode()
    assert list(faults(page.content)) == []
    for sentence in (
        "还没有印章",
        "还没有发文字号的编号",
        "还没有安全保密管理员",
        "没有人负责公文收发",
        "还没有内设机构",
    ):
        assert sentence in text
    for address in ("/console/imports/", "/console/numbering/", "/console/workdays/import"):
        assert f'href="{address}"' in text


def test_each_step_is_done_by_what_is_made_and_the_card_goes_with_the_last(administrator, settings):
    settings.SMS_GATEWAY, settings.EMAIL_HOST = "demo", "mail.example.cn"
    before = open_steps()
    assert before >= {"单位和科室", "人员", "岗位职责", "角色和三员", "印章", "编号"}
    county = small_county()
    assert open_steps() == before - {"单位和科室", "人员", "编号"}
    office = county.office
    make_person("公文", unit=office, duties=["document_manager"])
    for bureau in Unit.objects.filter(form="organ").exclude(pk=office.pk):
        make_person("收发", unit=bureau, duties=["receiver"])
    seal_of(county)
    for code in ("system_admin", "security_admin", "audit_admin"):
        person = make_person(code, unit=office)
        grant(role=Role.objects.get(code=code), to=person, unit=None, actor=system_actor(), at=now())
    assert open_steps() == set()
    assert "继续初始化" not in administrator.get("/console/").content.decode()
    assert "都齐了，可以开始办理" in administrator.get("/console/beginning").content.decode()


def test_organs_that_cannot_receive_are_named(administrator):
    small_county()
    make_person("公文", unit=Unit.objects.get(name="临江县人民政府办公室"), duties=["document_manager"])
    [duties] = [step for step in steps(now()) if step.label == "岗位职责"]
    assert "临江县人民政府没有收发员或机要员" in duties.missing[0]


def test_who_does_not_administer_is_not_led_anywhere(client, administrator):
    sign_in(client, make_person("王敏", unit=Unit.objects.get(name="临江县人民政府")))
    assert client.get("/console/beginning").status_code == 403
