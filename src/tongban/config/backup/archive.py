"""The archive: a tar file with a manifest, the rows, and the folders of keys, blobs and audit checkpoints.

The order of writing makes it consistent while people go on working: checkpoints before the rows (no checkpoint is ahead
of its chain), keys and blobs after them (each is on the disk before its row; what came later has no row and is swept).
Not promised: protection of the archive itself. It holds keys and names; it is readable by its owner alone.
"""

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from getpass import getuser
from pathlib import Path

from tongban.config import beside, env

MANIFEST, ROWS = "manifest.json", "database"
PUBLIC = "public.tar.gz"  # the archive of the public zone that stands beside the office
FORMAT = 1
FASTEST = 1  # gzip's level: blobs are compressed already


@dataclass(frozen=True, slots=True)
class Manifest:
    """`engine` is sqlite or postgresql; `migrations` are those that the rows were written under, as app.name."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    format: int = FORMAT


class NotRestorable(Exception):
    """The archive or the place for it is not as it must be; the message is Chinese."""


def operator() -> str:
    """Who works on this machine, by the name of his account there."""
    try:
        return getuser()
    except (KeyError, OSError):  # a container without a list of users
        return f"uid {os.getuid()}"


def folders() -> dict[str, Path]:
    """What is kept beside the database, by its name in the archive."""
    return {"audit": env.home() / "audit", "keys": env.home() / "keys", "blobs": env.blob_folder()}


@contextmanager
def new_archive(target: Path) -> Iterator[tarfile.TarFile]:
    """An archive that appears under its name when it is whole and on the disk, and not at all otherwise."""
    part = target.with_name(f".{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=FASTEST) as tar:
                yield tar
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def pack(tar: tarfile.TarFile, manifest: Manifest, *, rows: Path, scratch: Path) -> None:
    """Write manifest, rows, keys and blobs; the checkpoints were packed before the rows were copied."""
    written = scratch / MANIFEST
    written.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    tar.add(written, MANIFEST)
    tar.add(rows, ROWS)
    for name in ("keys", "blobs"):
        pack_folder(tar, name)


def pack_folder(tar: tarfile.TarFile, name: str) -> None:
    """Every file of the folder but uploads under way; one that is erased meanwhile is left out."""
    folder = folders()[name]
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = file.relative_to(folder)
        if inside.parts[0] == "incoming":
            continue
        try:
            tar.add(file, f"{name}/{inside.as_posix()}")
        except FileNotFoundError:
            continue


def database_files() -> list[Path]:
    """Of SQLite; empty for a database on a server."""
    database = env.database()
    return [Path(database["NAME"] + end) for end in ("", "-wal", "-shm")] if "sqlite" in database["ENGINE"] else []


def refuse_unless_empty() -> None:
    """Raises NotRestorable when the home folder holds anything that a restore would write."""
    taken = [path for path in folders().values() if path.is_dir() and any(p.is_file() for p in path.rglob("*"))]
    taken += [path for path in database_files() if path.exists()]
    taken += [path for path in [beside.home()] if beside.stands() and any(p.is_file() for p in path.rglob("*"))]
    if taken:
        raise NotRestorable(f"这里已有数据（{taken[0]}），恢复不会覆盖。请另设一个空的 TONGBAN_HOME。")


@contextmanager
def unpacked(archive: Path) -> Iterator[tuple[Manifest, Path]]:
    """The archive laid out in the home folder: manifest and the folder of rows. An exception takes everything away again."""
    rows = env.home() / ".restoring"
    try:
        with rows_and_folders(archive, rows) as manifest:
            yield manifest, rows / ROWS
    except BaseException:
        for folder in folders().values():
            shutil.rmtree(folder, ignore_errors=True)
        for file in database_files():
            file.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(rows, ignore_errors=True)


@contextmanager
def rows_and_folders(archive: Path, scratch: Path) -> Iterator[Manifest]:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(scratch, filter="data")
        manifest = read_manifest(scratch / MANIFEST)
    except (OSError, EOFError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise NotRestorable(f"{archive.name} 不是完整的备份：{error}") from error
    for name, folder in folders().items():
        if (scratch / name).is_dir():
            place(scratch / name, folder)
    yield manifest


def read_manifest(path: Path) -> Manifest:
    manifest = Manifest(**json.loads(path.read_text("utf-8")))
    if manifest.format != FORMAT:
        raise ValueError(f"格式 {manifest.format}，本程序只认识 {FORMAT}")
    return manifest


def place(source: Path, folder: Path) -> None:
    """Move the files to their place; the folder may exist, empty. Keys stay readable by their owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in [p for p in source.rglob("*") if p.is_file()]:
        target = folder / file.relative_to(source)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(file, target)
