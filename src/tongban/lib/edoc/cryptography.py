"""What `ofd` needs of cryptography, done by `gm`."""

from tongban.lib.gm.errors import CertificateInvalid
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.x509 import parse_certificate


class NationalCryptography:
    """SM3 and SM2 by the engine of `tongban.lib.gm`. Raises ProviderUnavailable where this machine has none."""

    def digest(self, data: bytes) -> bytes:
        return sm3(data)

    def verify(self, *, certificate: bytes, data: bytes, signature: bytes) -> bool | None:
        try:
            key = parse_certificate(certificate).public_key
        except CertificateInvalid:
            return False
        return None if key is None else key.verify(data, signature)
