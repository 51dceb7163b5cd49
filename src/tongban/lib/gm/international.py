"""RSA and ECDSA beside SM2: certificates of other authorities are verified too, and PDF files can be signed for readers
abroad. Digests below SHA-256 are not relied on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from asn1crypto import algos
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tongban.lib.gm.errors import KeyContainerInvalid, WrongPassword

DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_LEAST_RSA, _MOST_RSA = 2048, 8192


def verify(spki: bytes, data: bytes, signature: bytes, *, algorithm: bytes, digest: str = "") -> bool | None:
    """Whether the key of `spki` made `signature` over `data`; None where algorithm, digest or key are not relied on.

    `algorithm` is the DER of the AlgorithmIdentifier; `digest` its name where that does not say (PKCS#7).
    """
    try:
        kind, name, salt = _meant(algorithm, digest)
        key = _public_key(spki)
        hashed = DIGESTS[name]()
    except (ValueError, KeyError, TypeError, UnsupportedAlgorithm):
        return None
    try:
        if isinstance(key, rsa.RSAPublicKey) and _LEAST_RSA <= key.key_size <= _MOST_RSA and kind.startswith("rsassa"):
            way = padding.PKCS1v15() if kind == "rsassa_pkcs1v15" else padding.PSS(padding.MGF1(hashed), salt)
            key.verify(signature, data, way, hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            key.verify(signature, data, ec.ECDSA(hashed))
        else:
            return None
    except InvalidSignature:
        return False
    return True


def _meant(algorithm: bytes, digest: str) -> tuple[str, str, int]:
    found = algos.SignedDigestAlgorithm.load(algorithm)
    kind = str(found.signature_algo)
    try:
        name = str(found.hash_algo)
    except ValueError:
        name = digest  # plain "rsaEncryption": PKCS#7 names the digest elsewhere
    salt = int(found["parameters"]["salt_length"].native) if kind == "rsassa_pss" else 0
    return kind, name, salt


@lru_cache(maxsize=256)
def _public_key(spki: bytes) -> Any:
    return serialization.load_der_public_key(spki)


@dataclass(frozen=True)
class InternationalKey:
    """An RSA or ECDSA key that signs with SHA-256, here or in a token. `spki` is its public half as certificates carry it,
    `algorithm` the way of signing in asn1crypto's words."""

    spki: bytes
    algorithm: str
    _sign: Callable[[bytes], bytes] = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        return self._sign(data)

    def __reduce__(self) -> Any:
        raise TypeError("a private key is not pickled or copied")


def load_key(pem: bytes, *, password: str = "") -> InternationalKey:
    """The RSA or ECDSA key of a PEM file. Raises WrongPassword, KeyContainerInvalid."""
    try:
        key = serialization.load_pem_private_key(pem, password.encode() or None)
    except TypeError as error:  # cryptography's word for a password that is missing, or not wanted
        raise WrongPassword from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise (WrongPassword if password else KeyContainerInvalid("不是 PEM 格式的私钥")) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyContainerInvalid("不是 RSA 或 ECDSA 密钥")
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if isinstance(key, rsa.RSAPrivateKey):
        return InternationalKey(spki, "sha256_rsa", lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
    return InternationalKey(spki, "sha256_ecdsa", lambda data: key.sign(data, ec.ECDSA(hashes.SHA256())))
