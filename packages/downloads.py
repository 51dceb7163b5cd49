"""Downloads that need no rights: one cache folder, and single files out of Debian packages that stay uninstalled.

Only the standard library: tools/bootstrap.py uses it before anything is installed.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

APT_FOLDERS = ("lists/partial", "archives/partial")


def cache() -> Path:
    """The folder of downloads: TONGBAN_CACHE, else `tongban` in the user's cache folder. Safe to delete at any time."""
    user_cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("TONGBAN_CACHE") or Path(user_cache, "tongban"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"cannot write to {folder} ({error}); name another folder in TONGBAN_CACHE") from error
    return folder.absolute()


def debian(package: str, patterns: list[str]) -> Path | None:
    """A folder with the package's files that match, under their paths; None where apt cannot provide them.

    They are kept in the cache, so that only the first call downloads. apt checks the archive's signature.
    """
    kept = cache() / "debian" / package
    if all(any(kept.glob(pattern)) for pattern in patterns):
        return kept
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if not _download(package, work):
            return None
        _keep(next(work.glob("*.deb")), patterns, kept)
    return kept


def _download(package: str, work: Path) -> bool:
    """With the machine's package lists, else with fresh ones of our own: only root may write the machine's."""
    if _run(["apt-get", "-qq", "download", package], work):
        return True
    for folder in APT_FOLDERS:
        (work / folder).mkdir(parents=True)
    own = ["apt-get", "-qq", f"-oDir::State::Lists={work}/lists", f"-oDir::Cache={work}", "-oAPT::Sandbox::User="]
    return _run([*own, "update"], work) and _run([*own, "download", package], work)


def _run(command: list[str], work: Path) -> bool:
    done = subprocess.run(command, cwd=work, check=False, capture_output=True, timeout=900)
    return done.returncode == 0


def _keep(archive: Path, patterns: list[str], kept: Path) -> None:
    content = archive.parent / "content"
    subprocess.run(["dpkg-deb", "-x", archive, content], check=True)
    for source in (file for pattern in patterns for file in content.glob(pattern)):
        target = kept / source.relative_to(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
