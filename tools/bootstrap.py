"""Makes .venv from nothing and keeps it right: `python3 tools/bootstrap.py base|production|dev|wheels|wheelhouse`.

Standard library only, any user, no Node. Each piece is made again only when what it is made of has changed; the
digests stand in .venv/tongban-built.json. With nothing to do it takes a tenth of a second.
TONGBAN_WHEELHOUSE names a folder made by `make wheelhouse`: then nothing is asked of any network.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packages"))

import downloads  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "tongban-built.json"
WHEELHOUSE = os.environ.get("TONGBAN_WHEELHOUSE", "")
OFFLINE = ["--no-index", f"--find-links={WHEELHOUSE}"] if WHEELHOUSE else []
LEVELS = {"wheels": ["base"], "base": ["base"], "production": ["base", "production"], "dev": ["dev"]}
WHEELS = ["tongban-fonts", "tongban-assets"]
LINK = "the link to src/"


def main(level: str) -> None:
    """Bring .venv up to `level`, one caller at a time; or make a wheelhouse for machines without a network."""
    (ROOT / "var").mkdir(exist_ok=True)
    with Path(ROOT, "var", "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if level == "wheelhouse":
            make_wheelhouse(ROOT / "var" / "wheelhouse")
        else:
            make_environment(level)


def make_environment(level: str) -> None:
    if VENV.is_symlink():  # of somebody else, who keeps it right
        if not (PYTHON.exists() and works()):
            raise SystemExit(f"{VENV} is a link to {VENV.resolve()}, where no Python answers: remove the link")
        return
    make_venv()
    for name in LEVELS[level]:
        once(f"requirements/{name}", digest([requirements(name)]), partial(install, name))
    if level == "wheels":
        STAMPS.write_text(json.dumps({name: value for name, value in built().items() if name not in WHEELS}), "utf-8")
    make_packages()


def make_venv() -> None:
    """A venv that was copied, or whose Python has gone, is laid anew: its scripts name the old place."""
    identity = f"{VENV} {sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists() and built().get("venv") in {None, identity} and works():
        remember("venv", identity)
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    once("venv", identity, partial(lay_venv, VENV), label="virtual environment")


def lay_venv(folder: Path) -> None:
    """Debian's bare python3 has no ensurepip: there pip comes out of its package python3-pip-whl, uninstalled."""
    if importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", folder)
        return
    found = downloads.debian("python3-pip-whl", ["usr/share/python-wheels/pip-*.whl"])
    if found is None:
        raise SystemExit(
            "this Python cannot make a virtual environment with pip; on Debian: apt-get install python3-venv"
        )
    [wheel] = found.glob("usr/share/python-wheels/pip-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    run(folder / "bin" / "python", wheel / "pip", "install", "--quiet", "--no-index", wheel)


def works() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0


def install(name: str) -> None:
    """Exactly what the lock file names, each file checked against its hash."""
    pip(PYTHON, "install", "--require-hashes", "--requirement", requirements(name))


def make_packages() -> None:
    """Our own wheels, and the link to src/ that gives .venv/bin/tongban; built where their tools do not stay."""
    wanted = {name: digest(sources(name)) for name in WHEELS} | {LINK: digest_of_project()}
    todo = [name for name, value in wanted.items() if built().get(name) != value]
    if not todo:
        return
    with tempfile.TemporaryDirectory() as folder:
        builder = build_environment(Path(folder, "env"))
        for name in todo:
            once(name, wanted[name], partial(install_package, builder, name, Path(folder, "dist")))


def install_package(builder: Path, name: str, out: Path) -> None:
    if name == LINK:
        wheel = build(builder, ROOT, out, target="wheel:editable")
    elif WHEELHOUSE:
        wheel = ready_made(name)
    else:
        wheel = build(builder, ROOT / "packages" / name, out)
    pip(PYTHON, "install", "--no-deps", "--no-index", "--force-reinstall", wheel)


def ready_made(name: str) -> Path:
    wheels = sorted(Path(WHEELHOUSE).glob(name.replace("-", "_") + "-*.whl"))
    if not wheels:
        raise SystemExit(f"{WHEELHOUSE} holds no wheel of {name}: it must come from `make wheelhouse`")
    return wheels[-1]


def build_environment(folder: Path) -> Path:
    """A venv with hatchling and, inside a PyPI package, node and npm; the caller throws it away."""
    started = announce("tools for building (node and npm among them)")
    lay_venv(folder)
    python = folder / "bin" / "python"
    pip(python, "install", "--no-compile", "--require-hashes", "--requirement", requirements("build"))
    done(started)
    return python


def build(builder: Path, source: Path, out: Path, target: str = "wheel") -> Path:
    before = set(out.glob("*.whl"))
    run(builder, "-m", "hatchling", "build", "--target", target, "--directory", out, cwd=source, quiet=True)
    [wheel] = set(out.glob("*.whl")) - before
    print(f"  {wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB", flush=True)
    return wheel


def make_wheelhouse(folder: Path) -> None:
    """Everything that a machine without a network needs, in one folder; for this kind of machine and this Python."""
    make_venv()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("base", "production", "build"):
        pip(PYTHON, "download", "--require-hashes", "--dest", folder, "--requirement", requirements(name))
    with tempfile.TemporaryDirectory() as scratch:
        builder = build_environment(Path(scratch))
        for name in WHEELS:
            shutil.copy(build(builder, ROOT / "packages" / name, Path(scratch, "dist")), folder)
    print(f"{folder} is complete: copy it, then TONGBAN_WHEELHOUSE=that-folder make run")


def requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def sources(name: str) -> list[Path]:
    package = ROOT / "packages" / name
    shared = [*sorted((ROOT / "packages").glob("*.py")), requirements("build")]
    return shared + sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def digest(files: list[Path]) -> str:
    content = hashlib.sha256()
    for file in files:
        content.update(file.name.encode() + b"\0" + file.read_bytes())
    return content.hexdigest()


def digest_of_project() -> str:
    """Of those tables of pyproject.toml that the link depends on: the linters' settings change often and do not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    tables = [project["build-system"], project["project"], project["tool"]["hatch"]]
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def built() -> dict[str, str]:
    return json.loads(STAMPS.read_text("utf-8")) if STAMPS.exists() else {}


def remember(name: str, value: str) -> None:
    STAMPS.write_text(json.dumps(built() | {name: value}, indent=1), "utf-8")


def once(name: str, value: str, make: Callable[[], None], label: str = "") -> None:
    """Call `make` unless it was done for this same value before; remembered only when it succeeds."""
    if built().get(name) == value:
        return
    started = announce(label or name)
    make()
    remember(name, value)
    done(started)


def announce(what: str) -> float:
    print(f"making {what} …", flush=True)
    return time.monotonic()


def done(started: float) -> None:
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def pip(python: str | Path, *arguments: str | Path) -> None:
    run(python, "-m", "pip", "--disable-pip-version-check", arguments[0], "--quiet", *OFFLINE, *arguments[1:])


def run(*command: str | Path, cwd: Path = ROOT, quiet: bool = False) -> None:
    """Run to the end, or stop everything with the command's name; `quiet` shows its complaints only then."""
    words = [str(part) for part in command]
    finished = subprocess.run(words, cwd=cwd, check=False, stderr=subprocess.PIPE if quiet else None, text=True)
    if finished.returncode:
        raise SystemExit(f"{finished.stderr or ''}failed: {' '.join(words)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "base")
