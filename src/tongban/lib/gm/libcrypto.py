"""SM2 over the system's OpenSSL 3 (libcrypto) by ctypes: only documented EVP calls, no build step.

Debian 12 ships OpenSSL 3.0 with SM2, SM3 and SM4 enabled; `cryptography` offers no SM2, hence this file.
Promised: signatures are DER ``SEQUENCE{r, s}`` over SM3(Z || M) with the given user identity (GB/T 32918.2);
handles may be shared between threads; native memory is freed with the Python object.
Not promised: that secrets are wiped from Python's own memory.
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tongban.lib.gm.errors import KeyInvalid, ProviderUnavailable, SigningFailed

_P, _I, _S, _B = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p
_OUT = ctypes.POINTER(ctypes.c_void_p)
_MAX_SIGNATURE = 80  # DER of two 33-byte integers takes at most 72 bytes

# name: (result, arguments)
_CALLS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ERR_clear_error": (None, ()),
    "EVP_sm3": (_P, ()),
    "EVP_PKEY_free": (None, (_P,)),
    "EVP_PKEY_CTX_new": (_P, (_P, _P)),
    "EVP_PKEY_CTX_new_from_name": (_P, (_P, _B, _B)),
    "EVP_PKEY_CTX_free": (None, (_P,)),
    "EVP_PKEY_CTX_set1_id": (_I, (_P, _B, _I)),
    "EVP_PKEY_keygen_init": (_I, (_P,)),
    "EVP_PKEY_generate": (_I, (_P, _OUT)),
    "EVP_MD_CTX_new": (_P, ()),
    "EVP_MD_CTX_free": (None, (_P,)),
    "EVP_MD_CTX_set_pkey_ctx": (None, (_P, _P)),
    "EVP_DigestSignInit": (_I, (_P, _P, _P, _P, _P)),
    "EVP_DigestSign": (_I, (_P, _B, ctypes.POINTER(_S), _B, _S)),
    "EVP_DigestVerifyInit": (_I, (_P, _P, _P, _P, _P)),
    "EVP_DigestVerify": (_I, (_P, _B, _S, _B, _S)),
    "EVP_PKEY_encrypt_init": (_I, (_P,)),
    "EVP_PKEY_encrypt": (_I, (_P, _B, ctypes.POINTER(_S), _B, _S)),
    "EVP_PKEY_decrypt_init": (_I, (_P,)),
    "EVP_PKEY_decrypt": (_I, (_P, _B, ctypes.POINTER(_S), _B, _S)),
    "d2i_AutoPrivateKey": (_P, (_P, ctypes.POINTER(_B), ctypes.c_long)),
    "d2i_PUBKEY": (_P, (_P, ctypes.POINTER(_B), ctypes.c_long)),
    "i2d_PrivateKey": (_I, (_P, _OUT)),
    "i2d_PUBKEY": (_I, (_P, _OUT)),
}

# DER frames around the bare numbers: SubjectPublicKeyInfo (public: certificates carry it) and PKCS#8, with
# ecPublicKey over curve 1.2.156.10197.1.301.
_ALGORITHM = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
SPKI_FRAME = bytes.fromhex("3059") + _ALGORITHM + bytes.fromhex("03420004")
_PKCS8 = bytes.fromhex("308187020100") + _ALGORITHM + bytes.fromhex("046d306b0201010420")
_PKCS8_PUBLIC = bytes.fromhex("a14403420004")
# i2d_PrivateKey writes SEC 1: SEQUENCE, INTEGER 1, OCTET STRING of 32 bytes first.
_SEC1_PRIVATE = slice(7, 39)


class _Key:
    """One EVP_PKEY; freed when Python lets go of it."""

    __slots__ = ("_free", "pointer")

    def __init__(self, pointer: int, free: Callable[[int], None]) -> None:
        self.pointer = pointer
        self._free = free

    def __del__(self) -> None:
        self._free(self.pointer)


class OpenSsl:
    """The SM2 engine over libcrypto 3. Raises ProviderUnavailable when the library or one of its calls is missing."""

    name = "OpenSSL"

    def __init__(self) -> None:
        library = load_library()
        try:
            self._call = {name: _bind(library, name) for name in _CALLS}
        except AttributeError as error:
            raise ProviderUnavailable("系统的 libcrypto 不是 OpenSSL 3") from error
        self._sm3 = self._call["EVP_sm3"]()

    def generate(self) -> _Key:
        """A new key pair from the library's random generator."""
        context = self._call["EVP_PKEY_CTX_new_from_name"](None, b"SM2", None)
        if not context:
            raise self._unavailable()
        pointer = ctypes.c_void_p()
        try:
            if self._call["EVP_PKEY_keygen_init"](context) != 1:
                raise self._unavailable()
            if self._call["EVP_PKEY_generate"](context, ctypes.byref(pointer)) != 1:
                raise self._unavailable()
        finally:
            self._call["EVP_PKEY_CTX_free"](context)
        return self._own(pointer.value)

    def load_private(self, number: bytes, point: bytes) -> _Key:
        """The key of private number `number` (32 bytes) and public point `point` (64 bytes, X || Y)."""
        return self._read("d2i_AutoPrivateKey", pkcs8(number, point))

    def load_public(self, point: bytes) -> _Key:
        """The public key of `point` (64 bytes); raises KeyInvalid when it is not on the curve."""
        return self._read("d2i_PUBKEY", SPKI_FRAME + point)

    def private_number(self, key: _Key) -> bytes:
        """The 32 secret bytes of `key`, for sealing under a password and nothing else."""
        return self._write("i2d_PrivateKey", key)[_SEC1_PRIVATE]

    def public_point(self, key: _Key) -> bytes:
        """The 64 public bytes of `key`, X || Y."""
        return self._write("i2d_PUBKEY", key)[len(SPKI_FRAME) :]

    def sign(self, key: _Key, data: bytes, user_id: bytes) -> bytes:
        """A DER signature; a different one each time."""
        with self._context(key, user_id, "EVP_DigestSignInit") as context:
            out, size = ctypes.create_string_buffer(_MAX_SIGNATURE), _S(_MAX_SIGNATURE)
            if self._call["EVP_DigestSign"](context, out, ctypes.byref(size), data, len(data)) != 1:
                raise SigningFailed
            return out.raw[: size.value]

    def verify(self, key: _Key, data: bytes, signature: bytes, user_id: bytes) -> bool:
        """Whether the DER `signature` fits; False also for a malformed one."""
        with self._context(key, user_id, "EVP_DigestVerifyInit") as context:
            return bool(self._call["EVP_DigestVerify"](context, signature, len(signature), data, len(data)) == 1)

    def encrypt(self, key: _Key, data: bytes) -> bytes:
        """The DER of an SM2 ciphertext (GM/T 0009): point, SM3 tag, text; empty for no data."""
        return self._ciphered("EVP_PKEY_encrypt", key, data)

    def decrypt(self, key: _Key, sealed: bytes) -> bytes:
        """The text of an SM2 ciphertext; empty where it does not fit the key, or was changed."""
        return self._ciphered("EVP_PKEY_decrypt", key, sealed)

    def _ciphered(self, call: str, key: _Key, data: bytes) -> bytes:
        context = self._call["EVP_PKEY_CTX_new"](key.pointer, None)
        try:
            size = _S()
            if self._call[f"{call}_init"](context) != 1:
                raise self._unavailable()
            if not data or self._call[call](context, None, ctypes.byref(size), data, len(data)) != 1:
                return b""
            out = ctypes.create_string_buffer(size.value)
            if self._call[call](context, out, ctypes.byref(size), data, len(data)) != 1:
                return b""
            return out.raw[: size.value]
        finally:
            self._call["EVP_PKEY_CTX_free"](context)
            self._call["ERR_clear_error"]()

    @contextmanager
    def _context(self, key: _Key, user_id: bytes, start: str) -> Iterator[int]:
        # The user identity must be set before the start call, because that call hashes Z.
        context = self._call["EVP_MD_CTX_new"]()
        key_context = self._call["EVP_PKEY_CTX_new"](key.pointer, None)
        try:
            self._call["EVP_PKEY_CTX_set1_id"](key_context, user_id, len(user_id))
            self._call["EVP_MD_CTX_set_pkey_ctx"](context, key_context)
            if self._call[start](context, None, self._sm3, None, key.pointer) != 1:
                raise self._unavailable()
            yield context
        finally:
            self._call["EVP_MD_CTX_free"](context)
            self._call["EVP_PKEY_CTX_free"](key_context)
            self._call["ERR_clear_error"]()  # or Python's ssl module would meet our errors

    def _read(self, decoder: str, der: bytes) -> _Key:
        pointer = self._call[decoder](None, ctypes.byref(_B(der)), len(der))
        if not pointer:
            self._call["ERR_clear_error"]()
            raise KeyInvalid
        return self._own(pointer)

    def _write(self, encoder: str, key: _Key) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        size = self._call[encoder](key.pointer, ctypes.byref(ctypes.cast(buffer, _P)))
        return buffer.raw[:size]

    def _own(self, pointer: int | None) -> _Key:
        if not pointer:
            raise self._unavailable()
        return _Key(pointer, self._call["EVP_PKEY_free"])

    def _unavailable(self) -> ProviderUnavailable:
        self._call["ERR_clear_error"]()
        return ProviderUnavailable("系统的 OpenSSL 没有启用 SM2")


def pkcs8(number: bytes, point: bytes) -> bytes:
    """The key as PKCS#8, in the clear: for libcrypto alone."""
    return _PKCS8 + number + _PKCS8_PUBLIC + point


def load_library() -> ctypes.CDLL:
    """The system's libcrypto. Raises ProviderUnavailable."""
    # The soname first: find_library starts ldconfig or gcc, which takes time and which slim systems lack.
    try:
        return ctypes.CDLL("libcrypto.so.3")
    except OSError:
        found = ctypes.util.find_library("crypto")
    if found is None:
        raise ProviderUnavailable("找不到系统的 libcrypto")
    return ctypes.CDLL(found)


def _bind(library: ctypes.CDLL, name: str) -> Callable[..., Any]:
    function = getattr(library, name)
    function.restype, function.argtypes = _CALLS[name][0], list(_CALLS[name][1])
    return function
