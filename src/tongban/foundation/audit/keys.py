"""The secrets of the trail, in the key folder and never in the database: the chain's key and the installation's SM2 key."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.foundation.audit import rules
from tongban.foundation.audit.contracts import KeyMissing
from tongban.foundation.audit.models import Entry
from tongban.lib.gm.keys import Cost, PrivateKey, PublicKey, generate, lock, public_key_of, unlock
from tongban.lib.gm.provider import hmac_sm3

AUDIT_KEY = "audit.key"
SIGNING_KEY, SIGNING_SECRET = "installation.sm2", "installation.secret"


@dataclass(frozen=True, slots=True)
class ChainKeys:
    """Two keys derived from audit.key: one links the chain, the other makes digests of erasable values."""

    chain: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Tells two keys apart without telling anything about them."""
        return hmac_sm3(b"name", key=self.chain).hex()[:16]


def chain_keys() -> ChainKeys:
    """Made at the first use. Raises KeyMissing when the file is gone though entries are sealed."""
    return _chain_keys(Path(settings.KEY_FOLDER))


def keyed_digest(value: Any) -> str:
    """Write this into an entry instead of a personal number or a name that must be erasable: equal values, equal digests."""
    return rules.digest(value, key=chain_keys().digest)


def signing_key() -> PrivateKey:
    """The key that signs checkpoints. Made at the first use; sealed at rest under a secret in a file of its own."""
    folder = Path(settings.KEY_FOLDER)
    password = _read_or_make(folder / SIGNING_SECRET, lambda: secrets.token_hex(32).encode()).decode()
    # The password has 256 random bits: stretching would add time and nothing else.
    cost = Cost(passes=1, memory=8, lanes=1)
    container = _read_or_make(folder / SIGNING_KEY, lambda: lock(generate(), password=password, cost=cost))
    return unlock(container, password=password)


def verifying_key() -> PublicKey | None:
    """The public part, or None where this installation has signed nothing yet."""
    path = Path(settings.KEY_FOLDER) / SIGNING_KEY
    return public_key_of(path.read_bytes()) if path.exists() else None


@lru_cache(maxsize=4)
def _chain_keys(folder: Path) -> ChainKeys:
    path = folder / AUDIT_KEY
    if not path.exists() and Entry.objects.filter(seq__isnull=False).exists():
        raise KeyMissing
    master = bytes.fromhex(_read_or_make(path, lambda: secrets.token_hex(32).encode()).decode())
    return ChainKeys(chain=hmac_sm3(b"tongban audit chain", key=master), digest=hmac_sm3(b"tongban digest", key=master))


def _read_or_make(path: Path, make: Any) -> bytes:
    """The file's content; made, readable by its owner alone, when it is not there. Of two makers the first wins."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        write_durably(fresh, make(), mode=0o600)
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes()


def write_durably(path: Path, content: bytes, *, mode: int) -> None:
    """Create the file with its content on disk. FileExistsError when it is there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
