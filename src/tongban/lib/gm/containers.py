"""Keys and certificates as others keep them: PKCS#12 (.p12, .pfx) and PEM, read and written by the system's libcrypto.

Whatever protection OpenSSL knows is read; what is written is AES-256 under PBKDF2. Only SM2 keys: RSA and ECDSA keys are
read by `international.load_key`.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import (
    CertificateInvalid,
    KeyContainerInvalid,
    KeyInvalid,
    ProviderUnavailable,
    WrongPassword,
)
from tongban.lib.gm.keys import PrivateKey
from tongban.lib.gm.libcrypto import SPKI_FRAME, load_library, pkcs8
from tongban.lib.gm.provider import engine
from tongban.lib.gm.x509 import Certificate, parse_certificate

MAX_SIZE = 1024 * 1024
_P, _I, _B, _OUT = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)
_MEMORY = 3  # BIO_CTRL_INFO: the bytes that a memory BIO holds
_CALLS: dict[str, tuple[Any, list[Any]]] = {
    "d2i_PKCS12": (_P, [_P, ctypes.POINTER(_B), ctypes.c_long]),
    "i2d_PKCS12": (_I, [_P, _OUT]),
    "PKCS12_free": (None, [_P]),
    "PKCS12_parse": (_I, [_P, _B, _OUT, _OUT, _OUT]),
    "PKCS12_create": (_P, [_B, _B, _P, _P, _P, _I, _I, _I, _I, _I]),
    "PKCS12_verify_mac": (_I, [_P, _B, _I]),
    "OPENSSL_sk_num": (_I, [_P]),
    "OPENSSL_sk_value": (_P, [_P, _I]),
    "OPENSSL_sk_new_null": (_P, []),
    "OPENSSL_sk_push": (_I, [_P, _P]),
    "OPENSSL_sk_free": (None, [_P]),
    "d2i_X509": (_P, [_P, ctypes.POINTER(_B), ctypes.c_long]),
    "i2d_X509": (_I, [_P, _OUT]),
    "X509_free": (None, [_P]),
    "d2i_AutoPrivateKey": (_P, [_P, ctypes.POINTER(_B), ctypes.c_long]),
    "i2d_PrivateKey": (_I, [_P, _OUT]),
    "i2d_PUBKEY": (_I, [_P, _OUT]),
    "EVP_PKEY_free": (None, [_P]),
    "EVP_aes_256_cbc": (_P, []),
    "BIO_new_mem_buf": (_P, [_B, _I]),
    "BIO_s_mem": (_P, []),
    "BIO_new": (_P, [_P]),
    "BIO_ctrl": (ctypes.c_long, [_P, _I, ctypes.c_long, _OUT]),
    "BIO_free": (_I, [_P]),
    "PEM_read_bio_PrivateKey": (_P, [_P, _P, _P, _B]),
    "PEM_write_bio_PKCS8PrivateKey": (_I, [_P, _P, _P, _B, _I, _P, _P]),
    "ERR_clear_error": (None, []),
}


def read_p12(data: bytes, *, password: str) -> Identity:
    """Key, certificate and the certificates above it. Raises WrongPassword, KeyContainerInvalid."""
    call, secret = _library(), password.encode()
    with _parsed("d2i_PKCS12", "PKCS12_free", data) as container:
        if call["PKCS12_verify_mac"](container, secret, len(secret)) != 1:
            raise WrongPassword
        key, leaf, above = (ctypes.c_void_p() for _ in range(3))
        parts = [ctypes.byref(each) for each in (key, leaf, above)]
        if call["PKCS12_parse"](container, secret, *parts) != 1:
            raise KeyContainerInvalid
    try:
        if not key.value or not leaf.value:
            raise KeyContainerInvalid("文件中没有私钥或证书")
        others = [_certificate(each) for each in _stacked(above.value)]
        return Identity(_key(key.value), _certificate(leaf.value), tuple(others))
    finally:
        _free(key.value, leaf.value, above.value)


def write_p12(identity: Identity, *, password: str, name: str) -> bytes:
    """A PKCS#12 file of an SM2 key with its certificates, for use elsewhere: whoever has file and password is the signer.

    Raises ValueError for an empty password or another key than one in memory.
    """
    if not password or not isinstance(identity.key, PrivateKey):
        raise ValueError("a password and a key in memory are needed")
    call = _library()
    key, leaf = _loaded(identity.key), _x509(identity.certificate)
    stack = call["OPENSSL_sk_new_null"]()
    above = [_x509(each) for each in identity.others]
    for each in above:
        call["OPENSSL_sk_push"](stack, each)
    made = call["PKCS12_create"](password.encode(), name.encode(), key, leaf, stack, 0, 0, 0, 0, 0)
    try:
        if not made:
            raise ProviderUnavailable("OpenSSL 不能写 PKCS#12")
        return _encoded("i2d_PKCS12", made)
    finally:
        call["PKCS12_free"](made)
        call["OPENSSL_sk_free"](stack)
        _free(key, leaf, None)
        for each in above:
            call["X509_free"](each)


def read_pem_key(data: bytes, *, password: str = "") -> PrivateKey:
    """The SM2 key of a PEM file, with or without a password. Raises WrongPassword, KeyContainerInvalid."""
    call = _library()
    if b"PRIVATE KEY" not in data or len(data) > MAX_SIZE:
        raise KeyContainerInvalid("不是 PEM 格式的私钥")
    source = call["BIO_new_mem_buf"](data, len(data))
    try:
        key = call["PEM_read_bio_PrivateKey"](source, None, None, password.encode())
    finally:
        call["BIO_free"](source)
        call["ERR_clear_error"]()
    if not key:
        raise (WrongPassword if b"ENCRYPTED" in data else KeyContainerInvalid)("")
    try:
        return _key(key)
    finally:
        call["EVP_PKEY_free"](key)


def write_pem_key(key: PrivateKey, *, password: str) -> bytes:
    """The key as an encrypted PKCS#8 in PEM. Raises ValueError for an empty password: none is written plain."""
    if not password:
        raise ValueError("an empty password protects nothing")
    call, secret = _library(), password.encode()
    out, handle = call["BIO_new"](call["BIO_s_mem"]()), _loaded(key)
    try:
        cipher = call["EVP_aes_256_cbc"]()
        if call["PEM_write_bio_PKCS8PrivateKey"](out, handle, cipher, secret, len(secret), None, None) != 1:
            raise ProviderUnavailable("OpenSSL 不能写 PKCS#8")
        start = ctypes.c_void_p()
        size = call["BIO_ctrl"](out, _MEMORY, 0, ctypes.byref(start))
        return ctypes.string_at(start.value or 0, size)
    finally:
        call["BIO_free"](out)
        call["EVP_PKEY_free"](handle)


@cache
def _library() -> dict[str, Any]:
    library = load_library()
    found = {}
    for name, (result, arguments) in _CALLS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
        found[name] = function
    return found


@contextmanager
def _parsed(decoder: str, free: str, data: bytes) -> Iterator[int]:
    call = _library()
    pointer = call[decoder](None, ctypes.byref(_B(data)), len(data)) if len(data) <= MAX_SIZE else None
    try:
        if not pointer:
            raise KeyContainerInvalid("不是 PKCS#12 文件")
        yield pointer
    finally:
        if pointer:
            call[free](pointer)
        call["ERR_clear_error"]()


def _encoded(encoder: str, pointer: int) -> bytes:
    call = _library()
    size = call[encoder](pointer, None)
    if size <= 0:
        raise KeyContainerInvalid
    buffer = ctypes.create_string_buffer(size)
    call[encoder](pointer, ctypes.byref(ctypes.cast(buffer, _P)))
    return buffer.raw[:size]


def _key(pointer: int) -> PrivateKey:
    """Our own key from libcrypto's. Raises KeyContainerInvalid for any but SM2."""
    public = _encoded("i2d_PUBKEY", pointer)
    if not public.startswith(SPKI_FRAME):
        raise KeyContainerInvalid("不是 SM2 密钥")
    # SEC 1: SEQUENCE, INTEGER 1, OCTET STRING of 32 bytes first.
    number = _encoded("i2d_PrivateKey", pointer)[7:39]
    try:
        return PrivateKey(engine().load_private(number, public[len(SPKI_FRAME) :]))
    except KeyInvalid as error:
        raise KeyContainerInvalid from error


def _loaded(key: PrivateKey) -> int:
    der = pkcs8(engine().private_number(key._handle), key.public.point)
    return int(_library()["d2i_AutoPrivateKey"](None, ctypes.byref(_B(der)), len(der)))


def _x509(certificate: Certificate) -> int:
    return int(_library()["d2i_X509"](None, ctypes.byref(_B(certificate.der)), len(certificate.der)))


def _certificate(pointer: int) -> Certificate:
    try:
        return parse_certificate(_encoded("i2d_X509", pointer))
    except CertificateInvalid as error:
        raise KeyContainerInvalid("其中的证书无法识别") from error


def _stacked(stack: int | None) -> list[int]:
    call = _library()
    return [call["OPENSSL_sk_value"](stack, at) for at in range(call["OPENSSL_sk_num"](stack))] if stack else []


def _free(key: int | None, leaf: int | None, stack: int | None) -> None:
    call = _library()
    for each in _stacked(stack):
        call["X509_free"](each)
    if stack:
        call["OPENSSL_sk_free"](stack)
    if leaf:
        call["X509_free"](leaf)
    if key:
        call["EVP_PKEY_free"](key)
    call["ERR_clear_error"]()
