import json

import pytest
from django.db import connection

from tongban.foundation.audit.api import main
from tongban.foundation.audit.testing import MOMENT, record

pytestmark = pytest.mark.django_db


def test_exit_code_tells_sound_from_fault(capsys: pytest.CaptureFixture[str]) -> None:
    record(3)
    assert main(["seal"], at=MOMENT) == 0
    assert main(["verify"], at=MOMENT) == 0
    assert "审计链完整。\n已校验 3 条，待封存 0 条，检查点 0 个。" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'x.y' WHERE seq = 2")
    assert main(["verify"], at=MOMENT) == 1
    assert "第 2 条" in capsys.readouterr().out


def test_json_output(capsys: pytest.CaptureFixture[str]) -> None:
    record(1)
    main(["verify", "--json"], at=MOMENT)
    assert json.loads(capsys.readouterr().out) == {"checked": 1, "unsealed": 0, "checkpoints": 0, "fault": None}


def test_checkpoint_is_written_once_per_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checkpoint"], at=MOMENT) == 0
    record(2)
    assert main(["checkpoint"], at=MOMENT) == 0
    assert main(["checkpoint"], at=MOMENT) == 0
    nothing, first, second = capsys.readouterr().out.splitlines()
    assert nothing == "还没有审计记录，不需要检查点。"
    assert first == second
    assert first.endswith("000000000002.json")


def test_the_lost_key_has_a_code_of_its_own(
    settings: object, capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    record(1)
    main(["seal"], at=MOMENT)
    settings.KEY_FOLDER = tmp_path / "other"  # type: ignore[attr-defined, operator]
    assert main(["verify"], at=MOMENT) == 3
    assert "keys/audit.key" in capsys.readouterr().out
