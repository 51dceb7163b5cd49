"""The shipped processes: publishable without a remark, and played through."""

from pathlib import Path

import pytest

from tongban.lib.bpmn import Player, check, compile_model, parse

DATA = Path(__file__).parents[1] / "data"


def player(name: str, **variables) -> Player:
    return Player(compile_model(parse((DATA / f"{name}.bpmn").read_bytes())), variables=variables)


def play(game: Player, *steps: str) -> list[str]:
    for step in steps:
        answer = game.do({"complete": step})
        assert "error" not in answer, answer
    return game.picture()["open"]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.bpmn")), ids=lambda path: path.stem)
def test_shipped_process_has_no_finding(path):
    assert check(parse(path.read_bytes())) == []


def test_outgoing_document_with_two_bureaus_countersigning():
    game = player("fawen")
    assert play(game, "draft") == ["review"]
    answer = game.do({"complete": "review", "variables": {"countersign_units": [7, 8]}})
    assert answer["open"] == ["cs_receive", "cs_receive"]
    assert play(game, "cs_receive", "cs_sign", "cs_receive", "cs_sign") == ["vet"]
    assert play(game, "vet", "sign", "recheck", "number", "seal", "distribute") == []
    assert game.state.ended


def test_outgoing_document_without_countersigning_goes_to_the_office():
    assert play(player("fawen"), "draft", "review") == ["vet"]


def test_sign_off_cannot_be_reached_again_without_vetting():
    game = player("fawen")
    play(game, "draft", "review", "vet")
    assert game.do({"return": "sign", "to": "draft", "direct": True})["code"] == "direct-skips-legal"
    assert game.do({"return": "sign", "to": "draft"})["open"] == ["draft"]


def test_a_bureau_that_returns_the_draft_withdraws_the_other_bureaus_copy():
    game = player("fawen", countersign_units=[7, 8])
    play(game, "draft", "review", "cs_receive")
    assert game.do({"return": "cs_sign", "to": "draft"})["open"] == ["draft"]


def test_received_document_is_handled_by_each_section_and_completed():
    game = player("shouwen")
    play(game, "screen", "propose")
    answer = game.do({"complete": "instruct", "variables": {"handling_units": [3, 4]}})
    assert answer["open"] == ["handle", "handle"]
    assert play(game, "handle", "handle") == ["complete"]
    play(game, "complete")
    assert game.state.ended


def test_received_document_only_to_be_read_needs_nobody_to_handle_it():
    assert play(player("shouwen"), "screen", "propose", "instruct") == ["complete"]
