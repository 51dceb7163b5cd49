"""PKCS#12 and PEM: what openssl writes is read, what we write openssl reads."""

import resource
import subprocess
from pathlib import Path

import pytest

from tongban.lib.gm.cms import Identity
from tongban.lib.gm.containers import read_p12, read_pem_key, write_p12, write_pem_key
from tongban.lib.gm.errors import KeyContainerInvalid, WrongPassword
from tongban.lib.gm.testing import sample_authority, sample_signer

KEY, LEAF = sample_signer("某局")
ROOT = sample_authority().certificate
WHOLE = Identity(KEY, LEAF, (ROOT,))


def openssl(*words: object) -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def signs(key: object, public: object) -> bool:
    return public.verify(b"data", key.sign(b"data"))  # type: ignore[attr-defined]


def test_what_is_written_is_read_again() -> None:
    found = read_p12(write_p12(WHOLE, password="口令", name="某局"), password="口令")
    assert (found.certificate, found.others) == (LEAF, (ROOT,))
    assert signs(found.key, KEY.public)


@pytest.mark.parametrize("legacy", [[], ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"]])
def test_what_openssl_writes_is_read(tmp_path: Path, legacy: list[str]) -> None:
    key, leaf, root, out = (tmp_path / name for name in ("k.pem", "c.pem", "r.pem", "o.p12"))
    key.write_bytes(write_pem_key(KEY, password="p"))
    leaf.write_bytes(LEAF.pem)
    root.write_bytes(ROOT.pem)
    files = ["-inkey", key, "-passin", "pass:p", "-in", leaf, "-certfile", root]
    openssl("pkcs12", "-export", *files, "-passout", "pass:secret", "-out", out, *legacy)
    found = read_p12(out.read_bytes(), password="secret")
    assert (found.certificate, found.others) == (LEAF, (ROOT,))
    assert signs(found.key, KEY.public)


def test_openssl_reads_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "o.p12"
    path.write_bytes(write_p12(WHOLE, password="p", name="seal"))
    told = openssl("pkcs12", "-in", path, "-passin", "pass:p", "-nodes")
    assert told.count(b"BEGIN CERTIFICATE") == 2
    assert b"BEGIN PRIVATE KEY" in told


def test_a_wrong_password_is_told_apart_from_a_damaged_file() -> None:
    data = write_p12(WHOLE, password="right", name="x")
    for password in ("", "wrong"):
        with pytest.raises(WrongPassword):
            read_p12(data, password=password)
    for damaged in (b"", b"nonsense", data[:100]):
        with pytest.raises(KeyContainerInvalid):
            read_p12(damaged, password="right")


def test_a_pem_key_goes_there_and_back_and_never_plain() -> None:
    data = write_pem_key(KEY, password="p")
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in data
    assert signs(read_pem_key(data, password="p"), KEY.public)
    with pytest.raises(WrongPassword):
        read_pem_key(data, password="q")
    with pytest.raises(ValueError, match="protects nothing"):
        write_pem_key(KEY, password="")


def test_a_plain_key_of_openssl_is_read_and_one_of_another_curve_refused(tmp_path: Path) -> None:
    for curve, name in (("SM2", "sm2.pem"), ("prime256v1", "p256.pem")):
        openssl("ecparam", "-name", curve, "-genkey", "-noout", "-out", tmp_path / name)
    key = read_pem_key((tmp_path / "sm2.pem").read_bytes())
    assert signs(key, key.public)
    with pytest.raises(KeyContainerInvalid):
        read_pem_key((tmp_path / "p256.pem").read_bytes())
    with pytest.raises(KeyContainerInvalid):
        read_pem_key(b"nonsense")


def test_many_keys_there_and_back_cost_no_memory_that_stays() -> None:
    def rounds(count: int) -> int:
        for _ in range(count):
            read_p12(write_p12(WHOLE, password="p", name="x"), password="p")
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = rounds(20)
    assert rounds(300) - before < 5_000  # kB; one certificate and key not freed each time would be more
