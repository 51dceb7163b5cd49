"""Where private keys live: an interface, and the software store in a folder.

Callers hold a *reference* (text) and ask the store for a `Signer`; a cryptographic machine or a USB key takes the
software store's place by implementing `KeyStore`.
"""

import os
import re
from pathlib import Path
from typing import Protocol

from tongban.lib.gm.errors import KeyNotFound
from tongban.lib.gm.keys import Cost, PrivateKey, PublicKey, Signer, generate, lock, public_key_of, unlock

REFERENCE = re.compile(r"[0-9a-f]{40}")


class KeyStore(Protocol):
    """A place that makes and keeps SM2 keys and lets them out only as a `Signer`."""

    def create(self, *, password: str) -> str:
        """Make a key pair and return its reference."""

    def public(self, reference: str) -> PublicKey:
        """The public key, without a password. Raises KeyNotFound."""

    def unlock(self, reference: str, *, password: str) -> Signer:
        """The key ready to sign. Raises KeyNotFound or WrongPassword; counting failures is the caller's duty."""

    def change_password(self, reference: str, *, old: str, new: str) -> None:
        """Seal the key under another password. Raises KeyNotFound or WrongPassword; then nothing has changed."""

    def destroy(self, reference: str) -> None:
        """Forget the key for good. Raises KeyNotFound. Copies in backups are not reached."""


class FolderKeyStore:
    """Each key one file of mode 600 in `folder`, sealed under its own password: never a plain copy on disk."""

    def __init__(self, folder: Path, *, cost: Cost | None = None) -> None:
        self._folder = folder
        self._cost = cost

    def create(self, *, password: str) -> str:
        key = generate()
        reference = key.public.key_id.hex()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(reference, key, password)
        return reference

    def public(self, reference: str) -> PublicKey:
        return public_key_of(self._read(reference))

    def unlock(self, reference: str, *, password: str) -> PrivateKey:
        return unlock(self._read(reference), password=password)

    def change_password(self, reference: str, *, old: str, new: str) -> None:
        self._write(reference, self.unlock(reference, password=old), new)

    def destroy(self, reference: str) -> None:
        self._read(reference)
        self._path(reference).unlink()

    def _path(self, reference: str) -> Path:
        if not REFERENCE.fullmatch(reference):
            raise KeyNotFound(reference)
        return self._folder / f"{reference}.key"

    def _read(self, reference: str) -> bytes:
        try:
            return self._path(reference).read_bytes()
        except FileNotFoundError as error:
            raise KeyNotFound(reference) from error

    def _write(self, reference: str, key: PrivateKey, password: str) -> None:
        # Written beside and moved into place, so that a crash leaves the old file or the new one, never half of one.
        path, beside = self._path(reference), self._folder / f"{reference}.new"
        container = lock(key, password=password, cost=self._cost)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(container)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(self._folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
