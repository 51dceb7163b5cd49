"""`tongban process check` and `tongban process play`, as a script calls them."""

import io
import json
from pathlib import Path

import pytest

from tongban.lib.bpmn.command import main

HERE = Path(__file__).parent


@pytest.fixture
def run(capsys, monkeypatch):
    def call(*argv: str, lines: str = "") -> tuple[int, list]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        code = main(argv)
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


def test_check_prints_findings_and_fails_for_an_error(run):
    code, (findings,) = run("check", str(HERE / "faulty" / "missing-default.bpmn"))
    assert code == 1
    assert findings[0] | {"message": ""} == {
        "element": "gw1",
        "rule": "missing-default",
        "severity": "error",
        "message": "",
    }


def test_check_succeeds_with_warnings_only(run):
    code, (findings,) = run("check", str(HERE / "models" / "sequence.bpmn"))
    assert code == 0
    assert {finding["severity"] for finding in findings} == {"warning"}


def test_check_of_a_file_that_is_no_xml_is_a_finding(run, tmp_path):
    (tmp_path / "x.bpmn").write_text("hello")
    code, (findings,) = run("check", str(tmp_path / "x.bpmn"))
    assert (code, findings[0]["rule"]) == (1, "xml-syntax")


def test_missing_file_is_told(run, capsys):
    assert main(["check", "/nowhere/x.bpmn"]) == 1
    assert "/nowhere/x.bpmn" in capsys.readouterr().err


def test_play_answers_each_line_and_survives_wrong_ones(run):
    lines = '{"complete": "a"}\nnonsense\n\n[1]\n{"complete": "zz"}\n{"complete": "b", "variables": {"n": 1}}\n'
    code, answers = run("play", str(HERE / "models" / "sequence.bpmn"), lines=lines)
    assert code == 0
    assert answers[0] == {"open": ["a"], "ended": False, "variables": {}}
    assert [answer.get("code") for answer in answers[2:5]] == ["json", "unknown-command", "not-open"]
    assert answers[-1] == {"open": [], "ended": True, "variables": {"n": 1}}


def test_play_fires_events_and_carries_messages(run):
    folder = HERE / "models"
    lines = '{"fire": "t"}\n{"fire": "nothing"}\n{"complete": "b"}\n'
    answers = run("play", str(folder / "boundary-timer.bpmn"), lines=lines)[1]
    assert [answer.get("open") for answer in answers] == [["a"], ["b"], None, []]
    assert set(answers[2]) == {"error", "code"}
    lines = '{"message": "wrong"}\n{"message": "paid", "variables": {"n": 1}}\n'
    answers = run("play", str(folder / "catch-message.bpmn"), lines=lines)[1]
    assert answers[1]["code"] == "not-waiting"
    assert answers[2] == {"open": ["a"], "ended": False, "variables": {"n": 1}}


@pytest.mark.parametrize(
    "line",
    ['{"complete": 5}', '{"complete": "a", "variables": []}', '{"return": "b", "to": 7}', '{"fire": null}', "null", '"a"', "{}",
     '{"complete": "a", "variables": {"x": NaN}}', '{"complete": "a", "variables": {"x": "\\ud800"}}', "[" * 5000],
)  # fmt: skip
def test_whatever_a_line_says_it_is_answered_in_one_line_and_changes_nothing(run, line):
    lines = f'{line}\n{{"complete": "a"}}\n'
    code, answers = run("play", str(HERE / "models" / "sequence.bpmn"), lines=lines)
    assert (code, len(answers)) == (0, 3)
    assert "error" in answers[1]
    assert answers[2] == {"open": ["b"], "ended": False, "variables": {}}


def test_play_of_a_loop_without_a_person_stops(run):
    code, (answer,) = run("play", str(HERE / "faulty" / "endless-services.bpmn"))
    assert (code, answer["code"]) == (1, "runaway")


def test_play_of_a_process_that_calls_itself_without_a_person_stops(run):
    code, (answer,) = run("play", str(HERE / "faulty" / "endless-call.bpmn"))
    assert (code, answer["code"]) == (1, "runaway")


def test_script_with_text_is_refused_at_publication_and_passed_in_a_play(run):
    assert run("check", str(HERE / "faulty" / "script.bpmn"))[0] == 1
    assert run("play", str(HERE / "faulty" / "script.bpmn"))[1] == [{"open": ["b"], "ended": False, "variables": {}}]


def test_play_of_a_chosen_process(run, tmp_path):
    one = (HERE / "models" / "sequence.bpmn").read_text("utf-8")
    two = one.replace('"sequence"', '"second"').replace('isExecutable="true"', 'isExecutable="false"')
    inner = two[two.index("<process") : two.index("</process>") + 10]
    for name in ("a", "b", "s", "e"):
        inner = inner.replace(f'"{name}"', f'"{name}2"').replace(f"_{name}", f"_{name}2")
    (tmp_path / "x.bpmn").write_text(one.replace("<process", inner + "<process", 1), "utf-8")
    assert run("play", str(tmp_path / "x.bpmn"), "--process", "second")[1][0]["open"] == ["a2"]
    assert run("play", str(tmp_path / "x.bpmn"))[1][0]["open"] == ["a"], "the executable process comes first"
    code, (answer,) = run("play", str(tmp_path / "x.bpmn"), "--process", "third")
    assert (code, answer["code"]) == (1, "no-process")


def test_play_of_a_model_that_cannot_run_names_the_element(run):
    code, (answer,) = run("play", str(HERE / "faulty" / "boundary.bpmn"))
    assert (code, answer["element"]) == (1, "b")
