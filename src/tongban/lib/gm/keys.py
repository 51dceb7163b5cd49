"""SM2 keys: a pair in memory, and the pair sealed under a password as a small container of bytes.

The private number never appears in a repr, a pickle or an exception, and leaves a `PrivateKey` only sealed.
Not promised: that it is wiped from the process's memory, which Python cannot do.
"""

import secrets
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn, Protocol

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from tongban.lib.gm.errors import DecryptionFailed, KeyContainerInvalid, KeyInvalid, WrongPassword
from tongban.lib.gm.provider import (
    DEFAULT_USER_ID,
    GCM_NONCE_SIZE,
    SM4_KEY_SIZE,
    engine,
    sm3,
    sm4_gcm_decrypt,
    sm4_gcm_encrypt,
)

POINT_SIZE = 64
_NUMBER_SIZE = 32
_RAW_SIGNATURE_SIZE = 64


@dataclass(frozen=True)
class PublicKey:
    """A point of the SM2 curve, 64 bytes X || Y. Raises KeyInvalid when it is none."""

    point: bytes

    def __post_init__(self) -> None:
        if len(self.point) != POINT_SIZE:
            raise KeyInvalid("公钥应为 64 字节")
        _public_handle(self.point)

    @property
    def key_id(self) -> bytes:
        """20 bytes that name the key: the start of SM3 over the uncompressed point (method 1 of RFC 7093)."""
        return sm3(b"\x04" + self.point)[:20]

    def verify(self, data: bytes, signature: bytes, *, user_id: bytes = DEFAULT_USER_ID) -> bool:
        """Whether `signature` (DER, or the bare 64 bytes r || s that some vendors write) fits `data`."""
        if len(signature) == _RAW_SIGNATURE_SIZE:
            signature = _der_signature(signature)
        return engine().verify(_public_handle(self.point), data, signature, user_id)

    def encrypt(self, data: bytes) -> bytes:
        """`data` for the holder of the private key alone: an SM2 ciphertext in DER (GM/T 0009). Meant for keys and other
        short secrets. Raises ValueError for no data.
        """
        if not data:
            raise ValueError("nothing to encrypt")
        return engine().encrypt(_public_handle(self.point), data)


class Signer(Protocol):
    """Whatever can sign with one SM2 key: `PrivateKey` here, a hardware box elsewhere."""

    @property
    def public(self) -> PublicKey: ...

    def sign(self, data: bytes, *, user_id: bytes = DEFAULT_USER_ID) -> bytes: ...


class PrivateKey:
    """An unlocked key, held by the SM2 engine; may be kept and used for many signatures, from several threads."""

    __slots__ = ("_handle", "public")

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.public = PublicKey(engine().public_point(handle))

    def sign(self, data: bytes, *, user_id: bytes = DEFAULT_USER_ID) -> bytes:
        """A DER signature over `data` with SM3 (GB/T 32918.2)."""
        return engine().sign(self._handle, data, user_id)

    def decrypt(self, sealed: bytes) -> bytes:
        """What `PublicKey.encrypt` was given. Raises DecryptionFailed for another key's, a changed or a damaged one."""
        found = engine().decrypt(self._handle, sealed)
        if not found:
            raise DecryptionFailed
        return found

    def __repr__(self) -> str:
        return f"<PrivateKey SM2 of {self.public.key_id.hex()}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not pickled or copied")


def generate() -> PrivateKey:
    """A new key pair."""
    return PrivateKey(engine().generate())


@dataclass(frozen=True)
class Cost:
    """How hard a password is to guess: argon2id passes, memory in KiB and lanes (RFC 9106). About 0.1 s by default."""

    passes: int = 3
    memory: int = 48 * 1024
    lanes: int = 1

    def within_bounds(self) -> bool:
        """Whether a container may ask for this much: a hostile file must not take all memory."""
        return 1 <= self.passes <= 16 and 8 <= self.memory <= 256 * 1024 and 1 <= self.lanes <= 8


STANDARD = Cost()  # what a container gets when nobody says otherwise

# Version 1: magic, version, passes, memory, lanes, salt, public point, nonce; then SM4-GCM of the private number,
# with all before it as associated data.
_HEADER = struct.Struct(f">4sBBIB16s{POINT_SIZE}s{GCM_NONCE_SIZE}s")
_MAGIC, _VERSION = b"TBGK", 1
_CONTAINER_SIZE = _HEADER.size + _NUMBER_SIZE + 16


def lock(key: PrivateKey, *, password: str, cost: Cost | None = None) -> bytes:
    """Seal `key` under `password` (argon2id, then SM4-GCM): 151 bytes that may be stored anywhere.

    Salt and nonce are fresh each time. Raises ValueError for an empty password; how good it must be is the caller's
    rule.
    """
    if not password:
        raise ValueError("an empty password protects nothing")
    cost = cost or STANDARD
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(GCM_NONCE_SIZE)
    header = _HEADER.pack(_MAGIC, _VERSION, cost.passes, cost.memory, cost.lanes, salt, key.public.point, nonce)
    secret = engine().private_number(key._handle)
    return header + sm4_gcm_encrypt(secret, key=_stretch(password, salt, cost), nonce=nonce, associated=header)


def unlock(container: bytes, *, password: str) -> PrivateKey:
    """The key of `container`. Raises WrongPassword, or KeyContainerInvalid when it is no container at all."""
    header, (cost, salt, point, nonce) = _parse(container)
    try:
        number = sm4_gcm_decrypt(
            container[_HEADER.size :], key=_stretch(password, salt, cost), nonce=nonce, associated=header
        )
    except DecryptionFailed as error:
        raise WrongPassword from error
    return PrivateKey(engine().load_private(number, point))


def public_key_of(container: bytes) -> PublicKey:
    """The public key of `container`, without the password (so not yet proved to belong to what is sealed)."""
    _, (_, _, point, _) = _parse(container)
    return PublicKey(point)


def _parse(container: bytes) -> tuple[bytes, tuple[Cost, bytes, bytes, bytes]]:
    if len(container) != _CONTAINER_SIZE:
        raise KeyContainerInvalid("长度不符")
    magic, version, passes, memory, lanes, salt, point, nonce = _HEADER.unpack_from(container)
    if magic != _MAGIC or version != _VERSION:
        raise KeyContainerInvalid("不是本系统的密钥文件，或版本过新")
    cost = Cost(passes, memory, lanes)
    if not cost.within_bounds():
        raise KeyContainerInvalid("口令强化参数超出范围")
    return container[: _HEADER.size], (cost, salt, point, nonce)


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(password.encode(), salt, cost.passes, cost.memory, cost.lanes, SM4_KEY_SIZE, Type.ID)
    except HashingError as error:
        raise KeyContainerInvalid("口令强化参数不可用") from error


@lru_cache(maxsize=1024)
def _public_handle(point: bytes) -> Any:
    return engine().load_public(point)


def _der_signature(raw: bytes) -> bytes:
    body = b"".join(_der_integer(half) for half in (raw[:32], raw[32:]))
    return bytes([0x30, len(body)]) + body


def _der_integer(number: bytes) -> bytes:
    number = number.lstrip(b"\0") or b"\0"
    if number[0] & 0x80:
        number = b"\0" + number
    return bytes([0x02, len(number)]) + number
