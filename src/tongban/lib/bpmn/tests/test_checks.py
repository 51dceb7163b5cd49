"""What `check` finds: each faulty model with the errors it must give, and none in the models that are right."""

import json
from pathlib import Path

import pytest

from tongban.lib.bpmn.checks import check
from tongban.lib.bpmn.command import findings_of
from tongban.lib.bpmn.findings import ERROR
from tongban.lib.bpmn.reading import parse

HERE = Path(__file__).parent
FAULTY = sorted((HERE / "faulty").glob("*.bpmn"))
# Right to play, wrong to publish: each shows what the executor does all the same.
UNPUBLISHABLE = {
    "exclusive-no-way": "missing-default",
    "inclusive-overtake": "gateway-mismatch",
    "members-legal": "legal-skippable",  # the list may be empty
    "return-joined": "gateway-mismatch",
}


def errors(path: Path) -> list:
    return [finding for finding in findings_of(path.read_bytes()) if finding.severity == ERROR]


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_faulty_model_is_refused_for_its_fault(path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = errors(path)
    assert sorted({(finding.element, finding.rule) for finding in found}) == [tuple(pair) for pair in expected]
    assert all(finding.message for finding in found)


@pytest.mark.parametrize("path", sorted((HERE / "models").glob("*.bpmn")), ids=lambda path: path.stem)
def test_right_model_has_no_error(path):
    rules = {finding.rule for finding in errors(path)}
    assert rules == ({UNPUBLISHABLE[path.stem]} if path.stem in UNPUBLISHABLE else set())


def test_message_names_the_element_as_people_know_it():
    found = errors(HERE / "faulty" / "boundary.bpmn")
    assert "「补偿」(b)" in found[0].message


def test_a_given_up_matter_need_not_have_its_legal_steps():
    data = (HERE / "faulty" / "legal-by-end.bpmn").read_text("utf-8")
    given_up = data.replace('<endEvent id="e2"', '<endEvent id="e2" tb:abandoned="true"')
    assert [f for f in check(parse(given_up.encode())) if f.severity == ERROR] == []


def test_sixty_parallel_branches_are_checked_whole():
    width, body = 60, []
    for number in range(width):
        body.append(f'<userTask id="a{number}"/><userTask id="b{number}"/>')
        body.append(f'<sequenceFlow id="x{number}" sourceRef="f" targetRef="a{number}"/>')
        body.append(f'<sequenceFlow id="y{number}" sourceRef="a{number}" targetRef="b{number}"/>')
        body.append(f'<sequenceFlow id="z{number}" sourceRef="b{number}" targetRef="j"/>')
    xml = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">'
        '<startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="f"/><sequenceFlow id="f2" sourceRef="j" targetRef="e"/>'
        f"{''.join(body)}</process></definitions>"
    )
    assert {finding.rule for finding in check(parse(xml.encode()))} == {"unnamed", "no-performer"}
