"""The program `tongban` itself."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.operating.installation import ROOT
from tongban.__main__ import COMMANDS, main, overview
from tongban.config.starting import Needs

WITHOUT_DJANGO = [name for name, command in COMMANDS.items() if command.needs < Needs.APPS and name != "restore"]


def test_every_command_has_its_module_and_its_line() -> None:
    for name, command in COMMANDS.items():
        assert find_spec(f"tongban.config.commands.{command.module}"), name
        assert f"  {name} " in overview()


def test_no_word_prints_the_overview_and_an_unknown_one_exits_with_64(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert main(["explode"]) == 64
    assert "没有“explode”这个命令" in capsys.readouterr().err


@pytest.mark.parametrize("name", WITHOUT_DJANGO)
def test_commands_for_single_files_and_processes_do_without_the_apps(name: str) -> None:
    code = (
        "import importlib, sys; import tongban.__main__ as m;"
        f"importlib.import_module('tongban.config.commands.{COMMANDS[name].module}');"
        "print('django.apps.registry' in sys.modules and sys.modules['django.apps'].apps.ready)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
