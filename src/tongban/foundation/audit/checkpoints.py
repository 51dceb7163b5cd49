"""Signed checkpoints: small files that say how long the chain was and how it ended, to be kept outside the installation.

The signature is SM2 with SM3 (GB/T 32918.2) by the installation's key over the canonical JSON of the other members.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.foundation.audit import rules, sealing
from tongban.foundation.audit.keys import chain_keys, signing_key, write_durably
from tongban.lib.gm.keys import PublicKey


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`key` names the chain's key, `signer` is the public SM2 point, both in hexadecimal, as is the signature (DER)."""

    seq: int
    mac: str
    made_at: str
    key: str
    signer: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        return rules.canonical({name: value for name, value in asdict(self).items() if name != "signature"})

    def is_signed_by(self, public: PublicKey) -> bool:
        signed = self.signer == public.point.hex()
        return signed and public.verify(self.signed_bytes(), bytes.fromhex(self.signature))


def folder() -> Path:
    return Path(settings.HOME) / "audit" / "checkpoints"


def make_checkpoint(*, at: datetime, into: Path | None = None) -> Path | None:
    """Seal, then write and sign where the chain stands; None while it is empty. A second one at the same place is the first."""
    sealing.seal()
    seq, mac = sealing.head()
    if seq == 0:
        return None
    path = (into or folder()) / f"{seq:012d}.json"
    if not path.exists():
        _write(path, _signed(seq, mac, at))
    return path


def read_checkpoints(source: Path | None = None) -> list[Checkpoint]:
    """Those in the folder, by place. ValueError, with the file's name, for a file that is none."""
    return sorted((_read(path) for path in (source or folder()).glob("*.json")), key=lambda c: c.seq)


def _signed(seq: int, mac: bytes, at: datetime) -> Checkpoint:
    key = signing_key()
    members: dict[str, Any] = {
        "seq": seq, "mac": mac.hex(), "made_at": rules.normal(at), "key": chain_keys().name,
        "signer": key.public.point.hex(),
    }  # fmt: skip
    return Checkpoint(**members, signature=key.sign(Checkpoint(**members).signed_bytes()).hex())


def _write(path: Path, checkpoint: Checkpoint) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    write_durably(fresh, json.dumps(asdict(checkpoint), indent=1).encode(), mode=0o640)
    fresh.rename(path)


def _read(path: Path) -> Checkpoint:
    try:
        return Checkpoint(**json.loads(path.read_bytes()))
    except (TypeError, ValueError) as error:
        raise ValueError(path.name) from error
