"""The root of this installation: made once by whoever is first, whatever crashes on the way."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tongban.engines.seals import authority
from tongban.kernel.testing import MONDAY
from tongban.lib.gm.keystore import FolderKeyStore

SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
settings.configure(KEY_FOLDER=Path(sys.argv[1]), SEAL_ROOT_PASSWORD="x-of-tests")
from tongban.engines.seals import authority
print(authority.authority(datetime(2026, 11, 16, tzinfo=UTC)).certificate.serial)
"""


def in_a_process(folder) -> str:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)], capture_output=True, text=True, check=True
    ).stdout


def test_two_processes_that_start_together_make_one_root(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        serials = set(pool.map(in_a_process, [tmp_path, tmp_path]))
    assert len(serials) == 1


def test_a_crash_between_key_and_certificate_leaves_only_a_key_that_nothing_names(key_folder):
    abandoned = FolderKeyStore(key_folder / "seal-root").create(password="of the process that died")
    root = authority.authority(MONDAY)
    assert root.certificate.public_key.key_id.hex() != abandoned
    assert root.signer.public == root.certificate.public_key


def test_the_public_parts_hold_no_secret_and_the_key_is_the_owners_alone(key_folder):
    authority.authority(MONDAY)
    authority.publish_revocations({}, at=MONDAY)
    assert (key_folder / "seal-root.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    for key in (key_folder / "seal-root").iterdir():
        assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("there", [True, False])
def test_verifying_trusts_the_own_root_and_the_anchors_laid_beside_it(key_folder, there):
    assert authority.anchors().certificates == ()
    own = authority.authority(MONDAY).certificate
    if there:
        (key_folder / "seal-trust").mkdir()
        (key_folder / "seal-trust" / "province.pem").write_bytes(own.pem)
    assert authority.anchors().certificates == (own,) * (1 + there)
