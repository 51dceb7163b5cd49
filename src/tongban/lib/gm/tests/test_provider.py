"""National algorithms: right against the standards and the openssl program, refused when not to be had."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gm import provider, vectors
from tongban.lib.gm.errors import DecryptionFailed, KeyInvalid, ProviderUnavailable
from tongban.lib.gm.libcrypto import OpenSsl

KEY, NONCE = b"k" * 16, b"n" * 12


def test_sm3_in_pieces_gives_the_digest_of_the_whole():
    running = provider.new_sm3(b"a")
    running.update(b"bc")
    assert running.digest() == provider.sm3(b"abc") == vectors.SM3_ABC


def test_hmac_sm3_agrees_with_openssl():
    command = ["openssl", "dgst", "-sm3", "-hmac", "secret", "-binary"]
    expected = subprocess.run(command, input=b"text", capture_output=True, check=True).stdout
    assert provider.hmac_sm3(b"text", key=b"secret") == expected


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_sm4_gcm_returns_what_was_sealed(plain, associated):
    sealed = provider.sm4_gcm_encrypt(plain, key=KEY, nonce=NONCE, associated=associated)
    assert provider.sm4_gcm_decrypt(sealed, key=KEY, nonce=NONCE, associated=associated) == plain


@given(st.integers(0, 19), st.integers(1, 255))
def test_sm4_gcm_notices_any_changed_byte(place, difference):
    sealed = bytearray(provider.sm4_gcm_encrypt(b"body", key=KEY, nonce=NONCE))
    sealed[place] ^= difference
    with pytest.raises(DecryptionFailed):
        provider.sm4_gcm_decrypt(bytes(sealed), key=KEY, nonce=NONCE)


def test_sm4_gcm_refuses_what_is_shorter_than_a_tag():
    with pytest.raises(DecryptionFailed):
        provider.sm4_gcm_decrypt(b"short", key=KEY, nonce=NONCE)


def test_sm2_signature_is_accepted_by_openssl(tmp_path):
    engine = provider.engine()
    key = engine.generate()
    public = tmp_path / "key.pub"
    spki = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004") + engine.public_point(key)
    public.write_bytes(spki)
    (tmp_path / "data").write_bytes(b"text")
    (tmp_path / "sig").write_bytes(engine.sign(key, b"text", provider.DEFAULT_USER_ID))
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        public,
        "-rawin",
        "-digest",
        "sm3",
    ]
    command += ["-pkeyopt", "distid:1234567812345678", "-in", tmp_path / "data", "-sigfile", tmp_path / "sig"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_sm2_verify_survives_a_malformed_signature():
    engine = provider.engine()
    key = engine.load_public(vectors.SM2_POINT)
    for signature in (b"", b"\x30", b"\x00" * 64, vectors.SM2_SIGNATURE[:-1], vectors.SM2_SIGNATURE + b"\x00"):
        assert not engine.verify(key, vectors.SM2_MESSAGE, signature, provider.DEFAULT_USER_ID)


def test_a_point_off_the_curve_is_refused():
    with pytest.raises(KeyInvalid):
        provider.engine().load_public(b"\x01" * 64)


def test_refuses_and_says_why_when_no_engine_passes_its_vectors(monkeypatch):
    class Wrong(OpenSsl):
        name = "坏引擎"

        def verify(self, key, data, signature, user_id):
            return True

    monkeypatch.setattr(provider, "ENGINES", [Wrong])
    provider.engine.cache_clear()
    try:
        with pytest.raises(ProviderUnavailable, match=r"坏引擎.*标准示例验证不通过") as caught:
            provider.engine()
        assert caught.value.code == "gm.provider_unavailable"
    finally:
        provider.engine.cache_clear()


def test_refuses_when_the_library_lacks_sm2(monkeypatch):
    monkeypatch.setattr("tongban.lib.gm.libcrypto.load_library", lambda: __import__("ctypes").CDLL(None))
    with pytest.raises(ProviderUnavailable, match="不是 OpenSSL 3"):
        OpenSsl()
