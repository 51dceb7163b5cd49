"""The administrator sees when the last backup was made, and when none was."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tongban.foundation.access.testing import allow
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def page() -> str:
    person = make_person("管理员", unit=make_unit("临江县人民政府"))
    allow(person, "jobs.manage")
    client = Client()
    sign_in(client, person)
    return client.get("/console/").content.decode()


def note(home, *, hours: float, there: bool = True) -> None:
    archive = home / f"{hours}.tar.gz"
    if there:
        archive.write_bytes(b"x")
    line = {"made_at": (now() - timedelta(hours=hours)).isoformat(), "file": str(archive), "bytes": 5 * 1024 * 1024}
    with (home / "backups.jsonl").open("a") as ledger:
        ledger.write(json.dumps(line) + "\n")


def test_without_any_backup_it_says_so(home):
    assert "还没有备份过" in page()


@pytest.mark.feature("F-OPS-03")
def test_the_latest_backup_is_shown_with_its_size(home):
    note(home, hours=30)
    note(home, hours=2)
    text = page()
    assert "上次备份，5.0 MB" in text
    assert "超过一天没有备份" not in text
    assert "文件已不在原处" not in text


@pytest.mark.feature("F-OPS-03")
def test_a_late_backup_and_a_lost_file_are_pointed_out(home):
    note(home, hours=30, there=False)
    text = page()
    assert "超过一天没有备份" in text
    assert "文件已不在原处" in text
