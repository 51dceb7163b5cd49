"""Keys in a token over PKCS#11, tried on SoftHSM: P-256 as a whole, SM2 as far as SoftHSM goes (it keeps such keys)."""

import copy
import subprocess
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tongban.lib.gm import vectors
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import KeyNotFound, ProviderUnavailable, SigningFailed, WrongPassword
from tongban.lib.gm.keys import PublicKey, generate
from tongban.lib.gm.pdf import sign_pdf, verify_pdf
from tongban.lib.gm.provider import DEFAULT_USER_ID
from tongban.lib.gm.report import Result
from tongban.lib.gm.tests.test_international import AT, PAPER, certificate
from tongban.lib.gm.token import P256TokenStore, TokenKeyStore, TokenSigner, sm2_digest

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
UNKNOWN_MECHANISM = 0x80000001


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SoftHSM with one token; `.ci/run` installs it."""
    if not MODULE.exists():
        pytest.skip("SoftHSM is not on this machine")
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home}/tokens\nobjectstore.backend = file\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(home / "softhsm2.conf"))
    words = ["softhsm2-util", "--init-token", "--free", "--label", "seals", "--so-pin", "87654321", "--pin", "2580"]
    subprocess.run(words, check=True, capture_output=True)
    return MODULE


@pytest.fixture
def abroad(module: Path) -> P256TokenStore:
    return P256TokenStore(module, "seals")


@pytest.fixture
def national(module: Path) -> TokenKeyStore:
    return TokenKeyStore(module, "seals", mechanism=UNKNOWN_MECHANISM)


def test_a_key_in_a_token_seals_a_file_that_is_found_valid(abroad: P256TokenStore) -> None:
    reference = abroad.create(password="2580")
    key = abroad.unlock(reference, password="2580")
    top = ec.generate_private_key(ec.SECP256R1())
    root = certificate("样章根证书", top, "样章根证书", top, authority=True)
    holder = _Holder(abroad.spki(reference))
    leaf = certificate("某局（样章）", holder, "样章根证书", top, authority=False)
    sealed = sign_pdf(PAPER, identity=Identity(key, leaf), at=AT)
    assert verify_pdf(sealed, trust=[root], at=AT).result == Result.VALID


def test_the_wrong_pin_opens_no_key_and_makes_none(abroad: P256TokenStore) -> None:
    reference = abroad.create(password="2580")
    for attempt in (lambda: abroad.unlock(reference, password="0000"), lambda: abroad.create(password="0000")):
        with pytest.raises(WrongPassword):
            attempt()
    assert abroad.unlock(reference, password="2580").sign(b"text")


def test_another_pin_counts_for_the_whole_token(abroad: P256TokenStore) -> None:
    reference = abroad.create(password="2580")
    with pytest.raises(WrongPassword):
        abroad.change_password(reference, old="0000", new="1470")
    abroad.change_password(reference, old="2580", new="1470")
    with pytest.raises(WrongPassword):
        abroad.unlock(reference, password="2580")
    abroad.change_password(reference, old="1470", new="2580")


def test_a_destroyed_or_unknown_key_is_not_found(abroad: P256TokenStore) -> None:
    reference = abroad.create(password="2580")
    abroad.destroy(reference, password="2580")
    for unknown in (reference, "../etc/passwd", ""):
        with pytest.raises(KeyNotFound):
            abroad.unlock(unknown, password="2580")


def test_many_threads_sign_at_once_without_using_each_others_login(abroad: P256TokenStore) -> None:
    key = abroad.unlock(abroad.create(password="2580"), password="2580")
    public = load_der_public_key(key.spki)
    signed: list[bytes] = []
    threads = [threading.Thread(target=lambda: signed.append(key.sign(b"text"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert len(signed) == 8
    for signature in signed:
        public.verify(signature, b"text", ec.ECDSA(hashes.SHA256()))


def test_a_token_that_is_not_there_is_said_so(module: Path, tmp_path: Path) -> None:
    for store in (P256TokenStore(module, "nobody"), P256TokenStore(tmp_path / "no.so", "seals")):
        with pytest.raises(ProviderUnavailable, match="连不上密码设备"):
            store.create(password="2580")


def test_a_token_keeps_an_sm2_key_and_says_when_it_cannot_sign_with_it(national: TokenKeyStore) -> None:
    reference = national.create(password="2580")
    assert national.public(reference).key_id.hex() == reference
    signer = national.unlock(reference, password="2580")
    with pytest.raises(SigningFailed, match="机制"):
        signer.sign(b"text")
    with pytest.raises(TypeError):
        copy.deepcopy(signer)


def test_what_a_token_is_given_to_sign_is_the_digest_of_the_standard() -> None:
    """The published example (GM/T 0003.5 appendix A): e of the message."""
    digest = sm2_digest(PublicKey(vectors.SM2_POINT), vectors.SM2_MESSAGE, DEFAULT_USER_ID)
    assert digest.hex() == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"


def test_a_box_that_signs_something_else_is_found_out() -> None:
    key = generate()
    honest = TokenSigner(key.public, lambda digest: key.sign(b"text"))
    assert key.public.verify(b"text", honest.sign(b"text"))
    with pytest.raises(SigningFailed, match="与公钥不符"):
        honest.sign(b"another text")


class _Holder:
    """The public half of a key in a token, where a certificate's maker asks a key for it."""

    def __init__(self, spki: bytes) -> None:
        self.public_key = lambda: load_der_public_key(spki)
