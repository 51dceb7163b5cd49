"""Keys in a cryptographic machine or a USB token, reached over PKCS#11: they are made inside and never leave.

`TokenKeyStore` keeps SM2 keys and takes the folder's place behind `KeyStore`; `P256TokenStore` keeps keys for PDF files that
readers abroad check. One PIN opens a token with all its keys: each custodian has a token, or a partition, of his own.

SM2 signing is no mechanism of the PKCS#11 standard: makers number their own, and `mechanism` is that number. It gets the
32-byte digest e = SM3(Z ‖ M) of GB/T 32918.2 and gives r ‖ s. Not promised: that it works with a box that nobody has tried;
what was tried is in the tests (SoftHSM keeps SM2 keys, and does not sign with them).
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import pkcs11
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature, encode_named_curve_parameters

from tongban.lib.gm.errors import KeyNotFound, ProviderUnavailable, SigningFailed, WrongPassword
from tongban.lib.gm.international import InternationalKey
from tongban.lib.gm.keys import POINT_SIZE, PublicKey
from tongban.lib.gm.keystore import REFERENCE
from tongban.lib.gm.provider import DEFAULT_USER_ID, sm3

_PRIVATE, _PUBLIC = pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.ObjectClass.PUBLIC_KEY
_WRONG_PIN = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)
# The parameters a, b, Gx, Gy of the curve, which Z begins with (GB/T 32918.5).
_SM2_CURVE = bytes.fromhex(
    "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
)
_ALONE = threading.Lock()  # a login counts for the whole process: two at a time would use each other's


class _TokenStore:
    """What both kinds of keys share. `module` is the maker's library, `label` the token's name in it."""

    curve: ClassVar[str]

    def __init__(self, module: Path, label: str) -> None:
        self._module, self._label = module, label

    def create(self, *, password: str) -> str:
        """Make a key pair in the token. Raises WrongPassword."""
        with self._opened(password) as session:
            wanted = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(self.curve)}
            parameters = session.create_domain_parameters(pkcs11.KeyType.EC, wanted, local=True)
            made = parameters.generate_keypair(store=True, label="tongban")
            reference = reference_of(encode_ec_public_key(made[0]))
            for half in made:
                half[pkcs11.Attribute.ID] = bytes.fromhex(reference)
        return reference

    def change_password(self, reference: str, *, old: str, new: str) -> None:
        """Another PIN for the token, and so for all its keys. Raises KeyNotFound or WrongPassword; then nothing has changed."""
        self._spki(reference)
        with self._opened(old) as session, _as_wrong_password():
            session.set_pin(old, new)

    def destroy(self, reference: str, *, password: str) -> None:
        """Forget the key for good. Raises KeyNotFound, WrongPassword."""
        with self._opened(password) as session:
            for kind in (_PUBLIC, _PRIVATE):
                _found(session, kind, reference).destroy()

    def _spki(self, reference: str) -> bytes:
        with self._opened() as session:
            return bytes(encode_ec_public_key(_found(session, _PUBLIC, reference)))

    def _signing(self, reference: str, password: str, mechanism: pkcs11.Mechanism) -> Callable[[bytes], bytes]:
        """Signs a digest, as DER. Each signature logs in and off again, so that no session waits for its keeper."""

        def sign(digest: bytes) -> bytes:
            with self._opened(password) as session:
                try:
                    raw = _found(session, _PRIVATE, reference).sign(digest, mechanism=mechanism)
                except pkcs11.MechanismInvalid as error:
                    raise SigningFailed("密码设备不支持这种签名机制，请核对厂商给出的机制编号") from error
            return bytes(encode_ecdsa_signature(raw))

        with self._opened(password) as session:  # the PIN is tried now, not at the first signature
            _found(session, _PRIVATE, reference)
        return sign

    @contextmanager
    def _opened(self, password: str | None = None) -> Iterator[Any]:
        with _ALONE:
            try:
                token = pkcs11.lib(str(self._module)).get_token(token_label=self._label)
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                raise ProviderUnavailable(f"连不上密码设备“{self._label}”") from error
            with _as_wrong_password():
                session = token.open(user_pin=password, rw=password is not None)
            try:
                yield session
            finally:
                session.close()


class TokenKeyStore(_TokenStore):
    """SM2 keys; a `KeyStore`, but that `destroy` asks for the PIN."""

    curve = "1.2.156.10197.1.301"

    def __init__(self, module: Path, label: str, *, mechanism: int) -> None:
        super().__init__(module, label)
        self._mechanism = vendor_mechanism(mechanism)

    def public(self, reference: str) -> PublicKey:
        return PublicKey(self._spki(reference)[-POINT_SIZE:])

    def unlock(self, reference: str, *, password: str) -> "TokenSigner":
        return TokenSigner(self.public(reference), self._signing(reference, password, self._mechanism))


class TokenSigner:
    """An SM2 key in a token, ready to sign; a `Signer`. It holds the PIN in memory as long as it lives."""

    __slots__ = ("_sign", "public")

    def __init__(self, public: PublicKey, sign: Callable[[bytes], bytes]) -> None:
        self.public, self._sign = public, sign

    def sign(self, data: bytes, *, user_id: bytes = DEFAULT_USER_ID) -> bytes:
        """Raises SigningFailed where the token signs nothing, or what its own public key does not verify."""
        signature = self._sign(sm2_digest(self.public, data, user_id))
        if not self.public.verify(data, signature, user_id=user_id):
            raise SigningFailed("密码设备给出的签名与公钥不符，请核对机制编号")
        return signature

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not pickled or copied")


class P256TokenStore(_TokenStore):
    """NIST P-256 keys."""

    curve = "secp256r1"

    def spki(self, reference: str) -> bytes:
        """The public key as certificates carry it. Raises KeyNotFound."""
        return self._spki(reference)

    def unlock(self, reference: str, *, password: str) -> InternationalKey:
        sign = self._signing(reference, password, pkcs11.Mechanism.ECDSA)
        return InternationalKey(self._spki(reference), "sha256_ecdsa", lambda data: sign(hashlib.sha256(data).digest()))


def reference_of(spki: bytes) -> str:
    """A key's name: of 40 characters, made like `PublicKey.key_id`."""
    return sm3(b"\x04" + spki[-POINT_SIZE:])[:20].hex()


def sm2_digest(public: PublicKey, data: bytes, user_id: bytes) -> bytes:
    """e = SM3(Z ‖ M), 32 bytes; Z binds the signer's identity and key (GB/T 32918.2, 5.5)."""
    length = (8 * len(user_id)).to_bytes(2, "big")
    return sm3(sm3(length + user_id + _SM2_CURVE + public.point) + data)


def vendor_mechanism(number: int) -> pkcs11.Mechanism:
    """A member for a number that the library's enumeration does not have: makers define their own."""
    member = int.__new__(pkcs11.Mechanism, number)
    member._name_, member._value_ = f"VENDOR_{number:#x}", number
    return member


def _found(session: Any, kind: pkcs11.ObjectClass, reference: str) -> Any:
    if REFERENCE.fullmatch(reference):
        wanted = {pkcs11.Attribute.CLASS: kind, pkcs11.Attribute.ID: bytes.fromhex(reference)}
        for key in session.get_objects(wanted):
            return key
    raise KeyNotFound(reference)


@contextmanager
def _as_wrong_password() -> Iterator[None]:
    try:
        yield
    except _WRONG_PIN as error:
        raise WrongPassword from error
