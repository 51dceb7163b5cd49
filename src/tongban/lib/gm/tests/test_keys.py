"""Keys: sealed under a password, shown to nobody, kept in a store that another may replace."""

import copy
import os
import pickle
import stat
import subprocess

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.lib.gm import vectors
from tongban.lib.gm.containers import write_pem_key
from tongban.lib.gm.errors import DecryptionFailed, KeyContainerInvalid, KeyInvalid, KeyNotFound, WrongPassword
from tongban.lib.gm.keys import Cost, PublicKey, generate, lock, public_key_of, unlock
from tongban.lib.gm.keystore import FolderKeyStore
from tongban.lib.gm.provider import engine

CHEAP = Cost(passes=1, memory=8)
KEY = generate()
CONTAINER = lock(KEY, password="正确的口令", cost=CHEAP)
NUMBER = engine().private_number(KEY._handle)


def test_a_locked_key_signs_again_after_unlocking():
    again = unlock(CONTAINER, password="正确的口令")
    assert again.public == KEY.public
    assert KEY.public.verify(b"text", again.sign(b"text"))


def test_a_signature_fits_only_its_text_and_its_identity():
    signature = KEY.sign(b"text", user_id=b"ALICE")
    assert KEY.public.verify(b"text", signature, user_id=b"ALICE")
    assert not KEY.public.verify(b"text", signature)
    assert not KEY.public.verify(b"texu", signature, user_id=b"ALICE")


def test_the_wrong_password_opens_nothing():
    with pytest.raises(WrongPassword):
        unlock(CONTAINER, password="错误的口令")


@given(st.integers(0, len(CONTAINER) - 1), st.integers(1, 255))
def test_a_changed_container_opens_nothing(place, difference):
    assume(place not in range(5, 11))  # the cost figures: slow to try, see the next test
    damaged = bytearray(CONTAINER)
    damaged[place] ^= difference
    with pytest.raises((WrongPassword, KeyContainerInvalid)):
        unlock(bytes(damaged), password="正确的口令")


def test_a_container_with_another_cost_opens_nothing():
    damaged = bytearray(CONTAINER)
    damaged[5] += 1
    with pytest.raises(WrongPassword):
        unlock(bytes(damaged), password="正确的口令")


def test_a_container_cannot_ask_for_all_memory():
    greedy = bytearray(CONTAINER)
    greedy[6:10] = (2**31).to_bytes(4, "big")
    with pytest.raises(KeyContainerInvalid, match="超出范围"):
        unlock(bytes(greedy), password="正确的口令")


@given(st.binary(max_size=300))
def test_any_other_bytes_are_no_container(data):
    with pytest.raises(KeyContainerInvalid):
        public_key_of(data)


def test_the_private_number_is_nowhere_to_be_seen():
    assert NUMBER.hex() not in repr(KEY)
    assert NUMBER not in CONTAINER
    for attempt in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(KEY)


def test_the_public_key_is_known_without_the_password():
    assert public_key_of(CONTAINER) == KEY.public


def test_bare_signatures_of_64_bytes_are_accepted():
    raw = vectors.SM2_SIGNATURE[5:37] + vectors.SM2_SIGNATURE[40:]
    assert PublicKey(vectors.SM2_POINT).verify(vectors.SM2_MESSAGE, raw)


@pytest.mark.parametrize("point", [b"", b"\x01" * 63, b"\x01" * 64])
def test_a_public_key_is_a_point_of_the_curve(point):
    with pytest.raises(KeyInvalid):
        PublicKey(point)


@pytest.fixture
def store(tmp_path):
    return FolderKeyStore(tmp_path / "keys", cost=CHEAP)


def test_a_store_keeps_a_key_and_lets_it_sign(store):
    reference = store.create(password="一")
    signature = store.unlock(reference, password="一").sign(b"text")
    assert store.public(reference).verify(b"text", signature)


def test_a_store_changes_a_password_only_with_the_old_one(store):
    reference = store.create(password="一")
    with pytest.raises(WrongPassword):
        store.change_password(reference, old="二", new="三")
    store.change_password(reference, old="一", new="三")
    with pytest.raises(WrongPassword):
        store.unlock(reference, password="一")
    assert store.unlock(reference, password="三").public == store.public(reference)


def test_a_store_leaves_no_plain_copy_and_no_open_file_rights(store, tmp_path):
    reference = store.create(password="一")
    number = engine().private_number(store.unlock(reference, password="一")._handle)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [f"{reference}.key"]
    assert number not in files[0].read_bytes()
    assert stat.S_IMODE(os.stat(files[0]).st_mode) == 0o600


def test_a_destroyed_or_unknown_key_is_not_found(store):
    reference = store.create(password="一")
    store.destroy(reference)
    for unknown in (reference, "../etc/passwd", ""):
        with pytest.raises(KeyNotFound):
            store.unlock(unknown, password="一")


def test_what_is_encrypted_for_a_key_only_that_key_reads():
    key, other = generate(), generate()
    sealed = key.public.encrypt("会话密钥".encode())
    assert key.decrypt(sealed) == "会话密钥".encode()
    assert sealed != key.public.encrypt("会话密钥".encode())
    for reader, wrong in ((other, sealed), (key, sealed[:-1]), (key, b""), (key, b"\x30\x00")):
        with pytest.raises(DecryptionFailed):
            reader.decrypt(wrong)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(DecryptionFailed):
            key.decrypt(bytes(changed))
    with pytest.raises(ValueError, match="nothing"):
        key.public.encrypt(b"")


def test_openssl_reads_what_was_encrypted_here(tmp_path):
    key = generate()
    (tmp_path / "k.pem").write_bytes(write_pem_key(key, password="p"))
    (tmp_path / "sealed").write_bytes(key.public.encrypt(b"secret"))
    words = [
        "openssl",
        "pkeyutl",
        "-decrypt",
        "-inkey",
        tmp_path / "k.pem",
        "-passin",
        "pass:p",
        "-in",
        tmp_path / "sealed",
    ]
    assert subprocess.run(words, capture_output=True, check=True).stdout == b"secret"
