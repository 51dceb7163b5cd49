"""What `ofd` needs of cryptography, done by `gm`."""

from functools import lru_cache

from tongban.lib.gm.errors import CertificateInvalid
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.x509 import parse_certificate

_KEPT = 128 * 1024  # bytes: longer data are verified each time


class NationalCryptography:
    """SM3 and SM2 by the engine of `tongban.lib.gm`. Raises ProviderUnavailable where this machine has none."""

    def digest(self, data: bytes) -> bytes:
        return sm3(data)

    def verify(self, *, certificate: bytes, data: bytes, signature: bytes) -> bool | None:
        if len(data) > _KEPT:
            return _verified(certificate, data, signature)
        return _remembered(certificate, data, signature)


def _verified(certificate: bytes, data: bytes, signature: bytes) -> bool | None:
    try:
        key = parse_certificate(certificate).public_key
    except CertificateInvalid:
        return False
    return None if key is None else key.verify(data, signature)


# The same seal comes with every file that a unit sealed: its maker's signature is worked out once.
_remembered = lru_cache(maxsize=128)(_verified)
