"""The tool that damages files of the trade: a short run of it, and whether it would tell."""

import random

import pytest

from tools import fuzz_formats


@pytest.fixture(autouse=True)
def no_limit_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_formats.resource, "setrlimit", lambda *_: None)  # the limit would outlive the test


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_bring_nothing_but_expected_errors(seed: int) -> None:
    dice, files = random.Random(seed), fuzz_formats.corpus()
    for _ in range(12):
        name = dice.choice(sorted(files))
        fuzz_formats.used(name, fuzz_formats.mutated(files[name], dice))


def test_a_failure_is_told_once_and_the_file_kept(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(name: str, data: bytes) -> None:
        raise KeyError(name)

    assert fuzz_formats.main(1, 1, broken) == 1
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert told[0].startswith("KeyError test_fuzz_formats.py")
