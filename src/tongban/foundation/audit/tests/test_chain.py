"""The chain as the sealer makes it and as the check reads it, with every kind of tampering done by plain SQL."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from tongban.foundation.audit import sealing
from tongban.foundation.audit.api import Verdict, keyed_digest, make_checkpoint, seal, verify
from tongban.foundation.audit.contracts import KeyMissing
from tongban.foundation.audit.models import Entry
from tongban.foundation.audit.testing import MOMENT, record
from tongban.foundation.audit.tests.operations import erase_person
from tongban.kernel.actor import system_actor

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def fault(verdict: Verdict) -> tuple[str, int]:
    assert verdict.fault is not None, "nothing was found"
    return verdict.fault.what, verdict.fault.seq


@pytest.fixture
def chain() -> list[int]:
    """Ten sealed entries and a checkpoint at the tenth; their ids in order."""
    record(10)
    make_checkpoint(at=MOMENT)
    return list(Entry.objects.order_by("seq").values_list("pk", flat=True))


def test_entries_are_sealed_in_order_without_gaps() -> None:
    record(5)
    assert seal() == 5
    record(3)
    assert (seal(), seal()) == (3, 0)
    assert list(Entry.objects.order_by("id").values_list("seq", flat=True)) == list(range(1, 9))
    assert verify() == Verdict(checked=8, unsealed=0, checkpoints=0)


def test_checking_seals_first(chain: list[int]) -> None:
    record(2)
    assert verify() == Verdict(checked=12, unsealed=0, checkpoints=1)


def test_chain_grows_over_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    record(8)
    assert seal() == 8
    assert verify().sound


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "documents.void_number"),
        ("at", datetime(2026, 11, 17, tzinfo=UTC)),
        ("recorded_at", datetime(2026, 11, 17, tzinfo=UTC)),
        ("outcome", "refused"),
        ("error", "x"),
        ("account_id", 1),
        ("person_id", None),
        ("for_person_id", 3),
        ("by_system", True),
        ("actor_name", "韩静之"),
        ("ip", ""),
        ("who_digest", "0" * 64),
        ("subject_id", 99),
        ("request_key", "k"),
        ("details", '{"number": 5}'),
        ("result", '{"value": 1}'),
        ("mac", "0" * 64),
    ],
)
def test_a_changed_entry_is_found(chain: list[int], column: str, value: object) -> None:
    sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = 5", value)
    assert fault(verify()) == ("changed", 5)


def test_the_first_of_several_faults_is_named(chain: list[int]) -> None:
    sql("UPDATE audit_entry SET action = 'x.y' WHERE seq IN (7, 3)")
    found = verify().fault
    assert found is not None
    assert (found.seq, found.entry_id, found.text) == (3, chain[2], f"第 3 条（编号 {chain[2]}）的内容被改动")


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_deleted_entry_is_found(chain: list[int], seq: int) -> None:
    sql("DELETE FROM audit_entry WHERE seq = %s", seq)
    assert fault(verify()) == ("deleted", seq)


def test_an_entry_taken_back_out_of_the_chain_is_found(chain: list[int]) -> None:
    sql("UPDATE audit_entry SET seq = NULL, mac = '' WHERE seq = 4")
    assert fault(verify()) == ("deleted", 4)


def test_entries_deleted_with_the_gap_closed_are_found(chain: list[int]) -> None:
    sql("DELETE FROM audit_entry WHERE seq = 4")
    for seq in range(5, 11):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert fault(verify())[1] == 4


def test_an_inserted_entry_is_found(chain: list[int]) -> None:
    for seq in range(10, 4, -1):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq + 1, seq)
    record(1, action="documents.forged")
    sql("UPDATE audit_entry SET seq = 5, mac = %s WHERE seq IS NULL", "0" * 64)
    assert fault(verify()) == ("inserted", 5)


def test_an_entry_put_before_the_first_is_found(chain: list[int]) -> None:
    record(1)
    sql("UPDATE audit_entry SET seq = 0, mac = %s WHERE seq IS NULL", "0" * 64)
    assert fault(verify())[1] == 1


@pytest.mark.parametrize(("one", "other"), [(4, 5), (3, 8)])
def test_entries_that_changed_places_are_found(chain: list[int], one: int, other: int) -> None:
    for before, after in ((one, -1), (other, one), (-1, other)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", after, before)
    assert fault(verify()) == ("reordered", one)


def test_entries_that_changed_places_but_left_their_macs_are_found(chain: list[int]) -> None:
    macs = dict(Entry.objects.values_list("seq", "mac"))
    for before, after in ((4, -1), (7, 4), (-1, 7)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", after, before)
    for seq in (4, 7):
        sql("UPDATE audit_entry SET mac = %s WHERE seq = %s", macs[seq], seq)
    assert fault(verify()) == ("reordered", 4)


def test_a_tail_cut_off_before_the_checkpoint_is_found(chain: list[int]) -> None:
    sql("DELETE FROM audit_entry WHERE seq > 7")
    assert fault(verify()) == ("truncated", 8)


def test_a_tail_cut_off_and_grown_again_is_found(chain: list[int]) -> None:
    sql("DELETE FROM audit_entry WHERE seq > 7")
    record(6)
    assert fault(verify()) == ("checkpoint", 10)


def test_a_changed_checkpoint_is_found(chain: list[int], home: Path) -> None:
    path = home / "audit" / "checkpoints" / "000000000010.json"
    path.write_text(path.read_text().replace('"seq": 10', '"seq": 9'))
    assert fault(verify()) == ("checkpoint", 9)


def test_a_checkpoint_signed_with_another_key_is_found(chain: list[int], home: Path) -> None:
    (home / "keys" / "installation.sm2").unlink()
    (home / "audit" / "checkpoints" / "000000000010.json").unlink()
    make_checkpoint(at=MOMENT, into=home / "theirs")
    (home / "keys" / "installation.sm2").unlink()
    make_checkpoint(at=MOMENT)
    assert fault(verify(checkpoints=home / "theirs")) == ("checkpoint", 10)


def test_erasing_who_acted_keeps_the_chain_sound(chain: list[int]) -> None:
    with_names = Entry.objects.filter(actor_name="何静")
    assert with_names.count() == 10
    assert erase_person(person_id=8, actor=system_actor(), at=MOMENT) == 10
    assert not with_names.exists()
    assert verify().sound
    sql("UPDATE audit_entry SET who_digest = %s WHERE seq = 5", Entry.objects.get(seq=4).who_digest)
    assert fault(verify()) == ("changed", 5)


def test_a_personal_number_is_kept_as_a_digest_that_survives_its_erasure() -> None:
    number = keyed_digest("421281199001010026")
    record(1, details={"number": number})
    assert verify().sound
    assert (len(number), number) == (64, keyed_digest("421281199001010026"))
    assert number != keyed_digest("421281199001010027")


def test_without_its_key_the_chain_is_not_checked_with_a_new_one(
    chain: list[int], home: Path, settings: object
) -> None:
    settings.KEY_FOLDER = home / "elsewhere"  # type: ignore[attr-defined]
    with pytest.raises(KeyMissing):
        verify()


def test_keys_are_readable_by_their_owner_alone(chain: list[int], home: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()}
    assert modes == {"audit.key": 0o600, "installation.secret": 0o600, "installation.sm2": 0o600}


def test_progress_is_told(chain: list[int]) -> None:
    told: list[tuple[int, int]] = []
    verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(10, 10)]
