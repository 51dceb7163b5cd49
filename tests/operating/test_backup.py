"""What a backup brings back."""

import shutil
import tarfile
from pathlib import Path

import pytest

from tests.databases import on_postgresql
from tests.operating.installation import HERE, Installation

pytestmark = pytest.mark.django_db  # its template of migrated databases
CONTENT = "关于防汛的通知.pdf %PDF-1.7 the text of a notice\nzhang True\n"


@pytest.mark.feature("F-OPS-03")
def test_everything_is_there_after_a_loss(full: Installation, installation: Installation) -> None:
    restored = installation.run("restore", full.archive)
    assert restored.returncode == 0, restored.stderr
    assert "审计链完整" in restored.stdout
    assert "检查点 1 个" in restored.stdout
    assert "数据完好" in restored.stdout
    assert installation.python(HERE / "look.py").stdout == CONTENT
    assert {p.stat().st_mode & 0o077 for p in (installation.home / "keys").glob("*")} == {0}


def test_backup_and_restore_stand_in_the_audit_trail_and_its_chain_goes_on(
    full: Installation, installation: Installation
) -> None:
    copy = full.archive.with_name("second.tar.gz")
    assert full.run("backup", copy).returncode == 0
    assert f"audit.record_backup {copy.name}" in full.python(HERE / "trail.py").stdout
    restored = installation.run("restore", copy)
    assert restored.returncode == 0, restored.stderr
    assert f"audit.record_restore {copy.name}" in installation.python(HERE / "trail.py").stdout
    assert installation.run("audit", "seal").returncode == 0
    verified = installation.run("audit", "verify")
    assert verified.returncode == 0, verified.stderr
    assert "审计链完整" in verified.stdout
    copy.unlink()


def test_only_its_owner_reads_the_archive_and_no_upload_under_way_is_in_it(full: Installation) -> None:
    assert full.archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(full.archive) as tar:
        names = tar.getnames()
    assert any(name.startswith("blobs/") for name in names)
    assert not [name for name in names if name.startswith("blobs/") and "incoming" in name]


def test_nothing_is_overwritten(full: Installation, tmp_path: Path) -> None:
    assert full.run("backup", full.archive).returncode == 1
    refused = full.run("restore", full.archive)
    assert refused.returncode == 1
    assert "恢复不会覆盖" in refused.stderr
    same_database = Installation(tmp_path / "new-home", full.url)
    assert same_database.run("restore", full.archive).returncode == 1


def test_a_damaged_archive_leaves_the_place_empty(full: Installation, installation: Installation) -> None:
    content = full.archive.read_bytes()
    half = installation.archive
    half.write_bytes(content[: len(content) // 2])
    refused = installation.run("restore", half)
    assert refused.returncode == 1
    assert "不是完整的备份" in refused.stderr
    assert not [p for p in installation.home.rglob("*") if p.is_file()]


def test_an_archive_of_newer_code_is_refused(full: Installation, installation: Installation) -> None:
    newer = installation.archive
    scratch = newer.with_suffix(".folder")
    shutil.unpack_archive(full.archive, scratch, "gztar")
    manifest = scratch / "manifest.json"
    manifest.write_text(manifest.read_text().replace("audit.0001_initial", "audit.0099_not_yet"))
    shutil.make_archive(str(newer).removesuffix(".tar.gz"), "gztar", scratch)
    refused = installation.run("restore", newer)
    assert refused.returncode == 1
    assert "audit.0099_not_yet" in refused.stderr
    assert not [p for p in installation.home.rglob("*") if p.is_file()]


@pytest.mark.skipif(not on_postgresql(), reason="its end is on PostgreSQL")
def test_an_installation_grows_from_sqlite_to_postgresql(tmp_path: Path, installation: Installation) -> None:
    small = Installation(tmp_path / "small", "")
    assert small.python(HERE / "some_data.py", small.archive).returncode == 0
    moved = installation.run("restore", small.archive)
    assert moved.returncode == 0, moved.stderr
    assert installation.python(HERE / "look.py").stdout == CONTENT
