"""SM3, HMAC-SM3, SM4-GCM and the choice of an SM2 engine, each proved by its standard vectors at first use.

SM3 is `hashlib`'s, SM4 is `cryptography`'s, SM2 is libcrypto's (see `libcrypto`). Before the first use of an
algorithm its published vectors run once (about a millisecond); when they fail, or the algorithm is missing,
`ProviderUnavailable` is raised and nothing is computed: a wrong signature is worse than none.
"""

import hashlib
import hmac
from functools import cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tongban.lib.gm import vectors
from tongban.lib.gm.errors import DecryptionFailed, GmError, ProviderUnavailable
from tongban.lib.gm.libcrypto import OpenSsl

DEFAULT_USER_ID = b"1234567812345678"  # GB/T 32918 and GM/T 0009: used wherever no other identity is agreed
SM3_SIZE = 32
SM4_KEY_SIZE = 16
GCM_NONCE_SIZE = 12
_TAG_SIZE = 16


class Engine(Protocol):
    """What an SM2 implementation offers. Handles are its own; numbers are 32 bytes, points 64 bytes (X || Y)."""

    name: str

    def generate(self) -> Any: ...
    def load_private(self, number: bytes, point: bytes) -> Any: ...
    def load_public(self, point: bytes) -> Any: ...
    def private_number(self, key: Any) -> bytes: ...
    def public_point(self, key: Any) -> bytes: ...
    def sign(self, key: Any, data: bytes, user_id: bytes) -> bytes: ...
    def verify(self, key: Any, data: bytes, signature: bytes, user_id: bytes) -> bool: ...
    def encrypt(self, key: Any, data: bytes) -> bytes: ...
    def decrypt(self, key: Any, sealed: bytes) -> bytes: ...


ENGINES: list[type[Engine]] = [OpenSsl]  # the first that passes its vectors is used


def sm3(data: bytes) -> bytes:
    """The 32-byte SM3 digest of `data` (GB/T 32905)."""
    return new_sm3(data).digest()


def new_sm3(data: bytes = b"") -> "hashlib._Hash":
    """A running SM3 with hashlib's interface, for data that come in pieces."""
    _prove_sm3()
    return hashlib.new("sm3", data)


def hmac_sm3(data: bytes, *, key: bytes) -> bytes:
    """The 32-byte HMAC-SM3 of `data` under `key`; compare with `hmac.compare_digest`."""
    _prove_sm3()
    return hmac.digest(key, data, "sm3")


def sm4_gcm_encrypt(plaintext: bytes, *, key: bytes, nonce: bytes, associated: bytes = b"") -> bytes:
    """SM4-GCM (RFC 8998): ciphertext followed by the 16-byte tag. A nonce (12 bytes) must never repeat under a key."""
    _prove_sm4()
    return _gcm_encrypt(plaintext, key, nonce, associated)


def sm4_gcm_decrypt(sealed: bytes, *, key: bytes, nonce: bytes, associated: bytes = b"") -> bytes:
    """The plaintext of what `sm4_gcm_encrypt` gave; raises DecryptionFailed on any difference."""
    _prove_sm4()
    if len(sealed) < _TAG_SIZE:
        raise DecryptionFailed
    return _gcm_decrypt(sealed, key, nonce, associated)


@cache
def engine() -> Engine:
    """The SM2 engine in use. Raises ProviderUnavailable, naming each engine's reason, when none passes its vectors."""
    reasons = []
    for kind in ENGINES:
        try:
            found = kind()
            _prove_sm2(found)
        except GmError as error:
            reasons.append(f"{kind.name}（{error}）")
        else:
            return found
    raise ProviderUnavailable("；".join(reasons))


def _prove_sm2(found: Engine) -> None:
    public = found.load_public(vectors.SM2_POINT)
    private = found.load_private(vectors.SM2_NUMBER, vectors.SM2_POINT)
    message, standard = vectors.SM2_MESSAGE, vectors.SM2_SIGNATURE
    own = found.sign(private, message, b"ALICE")
    holds = (
        found.verify(public, message, standard, DEFAULT_USER_ID)
        and not found.verify(public, message + b"!", standard, DEFAULT_USER_ID)
        and found.verify(public, message, own, b"ALICE")
        and not found.verify(public, message, own, DEFAULT_USER_ID)
    )
    if not holds:
        raise ProviderUnavailable("SM2 标准示例验证不通过")


@cache
def _prove_sm3() -> None:
    try:
        found = hashlib.new("sm3", b"abc").digest()
    except ValueError as error:
        raise ProviderUnavailable("Python 所用的 OpenSSL 没有启用 SM3") from error
    if found != vectors.SM3_ABC:
        raise ProviderUnavailable("SM3 标准示例不符")


@cache
def _prove_sm4() -> None:
    try:
        block = Cipher(algorithms.SM4(vectors.SM4_KEY), modes.ECB()).encryptor().update(vectors.SM4_KEY)  # noqa: S305
        sealed = _gcm_encrypt(vectors.GCM_PLAIN, vectors.SM4_KEY, vectors.GCM_NONCE, vectors.GCM_ASSOCIATED)
    except UnsupportedAlgorithm as error:
        raise ProviderUnavailable("cryptography 没有 SM4") from error
    if block != vectors.SM4_BLOCK or sealed != vectors.GCM_SEALED:
        raise ProviderUnavailable("SM4 标准示例不符")


def _gcm_encrypt(plaintext: bytes, key: bytes, nonce: bytes, associated: bytes) -> bytes:
    run = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    run.authenticate_additional_data(associated)
    return run.update(plaintext) + run.finalize() + run.tag


def _gcm_decrypt(sealed: bytes, key: bytes, nonce: bytes, associated: bytes) -> bytes:
    run = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-_TAG_SIZE:])).decryptor()
    run.authenticate_additional_data(associated)
    try:
        return run.update(sealed[:-_TAG_SIZE]) + run.finalize()
    except InvalidTag as error:
        raise DecryptionFailed from error
