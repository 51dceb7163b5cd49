"""`python tools/red.py BREAKS.tsv`: breaks the product as each line says and looks whether the feature's test goes red.

    feature <tab> file <tab> text that stands there once <tab> what is put in its place <tab> test (else that of the row)

`\\n` in a text is a line break. Each test must be green on the whole product first. The file is put back after each run, also
on Ctrl-C. Read the words printed after `red`: a test that is red because the broken code no longer runs at all has proved
nothing. Exit 1 when a test stayed green.
"""

import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.features import ROOT, read

RAN_RED = 1  # pytest: tests ran, some failed; anything above is no test run at all


@dataclass(frozen=True, slots=True)
class Break:
    feature: str
    file: str
    there: str
    instead: str
    test: str


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 64
    verdicts = [tried(one) for one in breaks(Path(arguments[0]).read_text("utf-8"))]
    return 0 if all(verdict == "red" for verdict in verdicts) else 1


def breaks(text: str) -> Iterator[Break]:
    tests = {row.id: row.test for row in read()}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            feature, file, there, instead, *test = (part.replace("\\n", "\n") for part in line.split("\t"))
            yield Break(feature, file, there, instead, test[0] if test else tests[feature])


def tried(one: Break) -> str:
    """Run the test with the product broken; says and gives red, green, or why there is no answer."""
    try:
        if whole(one.test) != "green":
            raise ValueError("the test is red without any break")
        with broken(one):
            verdict, words = outcome(one.test)
    except ValueError as error:
        verdict, words = "no answer", str(error)
    print(one.feature, verdict, one.test, words, sep="\t", flush=True)
    return verdict


@functools.cache
def whole(test: str) -> str:
    """The verdict on the product as it is."""
    return outcome(test)[0]


@contextmanager
def broken(one: Break) -> Iterator[None]:
    file = ROOT / one.file
    whole = file.read_text("utf-8")
    if whole.count(one.there) != 1:
        raise ValueError(f"{one.file}: the text stands there {whole.count(one.there)} times")
    file.write_text(whole.replace(one.there, one.instead), "utf-8")
    try:
        yield
    finally:
        file.write_text(whole, "utf-8")


def outcome(test: str) -> tuple[str, str]:
    if "::test_" not in test:
        raise ValueError("the row names no test")
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-x", "--no-header", test]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode > RAN_RED:
        raise ValueError(run.stdout.strip()[-200:].replace("\n", " "))
    words = " ".join(re.findall(r"^E +(.*)", run.stdout, re.MULTILINE)[:2])[:200]
    return ("red", words) if run.returncode == RAN_RED else ("green", "the test does not notice")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
