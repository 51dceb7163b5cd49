"""Every model file with its script of plays: see models/README.md."""

import json
from pathlib import Path

import pytest

from tongban.lib.bpmn import Player, apply, compile_model, parse
from tongban.lib.bpmn.state import State

FOLDER = Path(__file__).parent / "models"


def plays() -> list:
    return list(read_plays())


def read_plays():
    for script in sorted(FOLDER.glob("*.jsonl")):
        play: list[dict] = []
        for line in script.read_text("utf-8").splitlines():
            step = json.loads(line)
            if "play" in step and play:
                yield pytest.param(script.stem, play, id=f"{script.stem}: {play[0]['play']}")
                play = []
            play.append(step)
        yield pytest.param(script.stem, play, id=f"{script.stem}: {play[0]['play']}")


def load(name: str):
    return compile_model(parse((FOLDER / f"{name}.bpmn").read_bytes()))


@pytest.mark.parametrize(("name", "play"), plays())
def test_model_plays_as_its_script_says(name, play):
    player = Player(load(name), variables=play[0].get("variables"))
    answers = [player.picture()]
    for step in play[1:]:
        before = player.state
        answers.append(player.do({key: value for key, value in step.items() if key != "expect"}))
        if "error" in answers[-1]:
            assert player.state is before
    for step, answer in zip(play, answers, strict=True):
        assert {key: answer.get(key) for key in step["expect"]} == step["expect"], step


@pytest.mark.parametrize(("name", "play"), plays())
def test_rows_built_from_the_changes_alone_are_the_state(name, play):
    player = Player(load(name), variables=play[0].get("variables"))
    for step in play[1:]:
        player.do(step)
    state = State(player.state.process, {}, {})
    for change in player.changes:
        state = apply(state, change)
        assert state == change.state


@pytest.mark.parametrize("script", sorted(FOLDER.glob("*.bpmn")), ids=lambda path: path.stem)
def test_every_model_has_plays(script):
    assert script.with_suffix(".jsonl").exists()
