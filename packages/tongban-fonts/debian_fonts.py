"""Takes single files out of Debian's texlive-lang-chinese (49 MB) without installing it, as any user."""

import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "texlive-lang-chinese"
APT_FOLDERS = ("lists/partial", "archives/partial")


def fetch(paths: list[str], *, cache: Path) -> Path | None:
    """A folder with these files of the package below it, or None where apt cannot provide them.

    The files are kept in `cache`, so that only the first build downloads. apt checks the archive's signature.
    """
    kept = cache / "debian"
    if all((kept / path).is_file() for path in paths):
        return kept
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if not _download(work):
            return None
        _keep(next(work.glob("*.deb")), paths, kept)
    return kept


def _download(work: Path) -> bool:
    """With the machine's package lists, else with fresh ones of our own: only root may write the machine's."""
    plain = ["apt-get", "-qq", "download", PACKAGE]
    if _run(plain, work):
        return True
    for folder in APT_FOLDERS:
        (work / folder).mkdir(parents=True)
    own = [f"-oDir::State::Lists={work}/lists", f"-oDir::Cache={work}", "-oAPT::Sandbox::User="]
    return _run(["apt-get", "-qq", *own, "update"], work) and _run([plain[0], *own, *plain[1:]], work)


def _run(command: list[str], work: Path) -> bool:
    done = subprocess.run(command, cwd=work, check=False, capture_output=True, timeout=900)
    return done.returncode == 0


def _keep(archive: Path, paths: list[str], kept: Path) -> None:
    content = archive.parent / "content"
    subprocess.run(["dpkg-deb", "-x", archive, content], check=True)
    for path in paths:
        (kept / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(content / path, kept / path)
