"""Reading and writing files: what is kept, and what is refused before it can do harm."""

import pytest
from lxml import etree

from tongban.lib.bpmn import ModelRefused, compile_model, parse, write
from tongban.lib.bpmn.command import findings_of

SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:activiti="http://activiti.org/bpmn" xmlns:x="urn:x"'
)


def file(inside: str, more: str = "") -> bytes:
    return f'<definitions {SPACES}><process id="p" isExecutable="true">{inside}</process>{more}</definitions>'.encode()


CHAIN = (
    '<startEvent id="s"/><userTask id="a" name="审\n核"/><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>'
)


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n2", with_comments=True)


def test_foreign_extensions_drawing_and_comments_are_written_back():
    data = file(
        '<!-- kept --><extensionElements><x:colour v="red"><x:deep>text</x:deep></x:colour></extensionElements>'
        + CHAIN,
        '<x:drawing a="1"/>',
    )
    assert write(parse(data)) == data
    changed = write(parse(data), tb={"a": {"role": "head", "legal": "true"}})
    undone = write(parse(changed), tb={"a": {"role": None, "legal": None}})
    assert b"<!-- kept -->" in changed
    assert b'<x:colour v="red"><x:deep>text</x:deep></x:colour>' in changed
    assert canonical(undone).replace(b' xmlns:tb="urn:tongban:bpmn:1"', b"") == canonical(data)


def test_own_attributes_can_be_changed_and_read_again():
    changed = write(parse(file(CHAIN)), tb={"a": {"role": "head", "limit": "3wd", "moves": "return withdraw"}})
    assert changed.count(b"urn:tongban:bpmn:1") == 1
    step = compile_model(parse(changed)).nodes["a"].step
    assert (step.role, step.limit, step.moves) == ("head", (3, "wd"), {"return", "withdraw"})
    with pytest.raises(ModelRefused):
        write(parse(changed), tb={"nobody": {"role": "x"}})


def test_attributes_of_other_vendors_are_read():
    text = CHAIN.replace(
        '<userTask id="a"', '<userTask activiti:assignee="${x}" camunda:candidateGroups="g" camunda:formKey="k" id="a"'
    )
    element = parse(file(text)).processes[0].elements[1]
    assert element.vendor == {"assignee": "${x}", "candidateGroups": "g", "formKey": "k"}
    assert compile_model(parse(file(text))).nodes["a"].step.form == "k"


def with_task(inner: str) -> bytes:
    return file(CHAIN.replace('<userTask id="a" name="审\n核"/>', inner))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('activiti:assignee="${initiator}"', ("drafter", "", ("${initiator}",), ())),
        ('camunda:assignee="${leader}"', ("", "field:leader", ("${leader}",), ())),
        ('camunda:candidateGroups="leaders"', ("leaders", "", (), ("leaders",))),
        ('activiti:candidateGroups="a, b" activiti:candidateUsers="u1,u2"', ("", "", ("u1", "u2"), ("a", "b"))),
    ],
)
def test_who_does_a_step_is_read_from_other_engines(attributes, expected):
    step = compile_model(parse(with_task(f'<userTask id="a" {attributes}/>'))).nodes["a"].step
    assert (step.role, step.relation, step.users, step.groups) == expected


def test_performers_of_the_standard_are_read():
    inner = (
        '<userTask id="a"><potentialOwner><resourceAssignmentExpression><formalExpression>user(kermit), group(clerks)'
        "</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>"
    )
    step = compile_model(parse(with_task(inner))).nodes["a"].step
    assert (step.users, step.groups) == (("kermit",), ("clerks",))


def test_form_fields_of_other_engines_are_read():
    inner = (
        '<userTask id="a"><extensionElements><activiti:formProperty id="days" name="天数" type="long" required="true"/>'
        '<camunda:formData><camunda:formField id="kind" label="类型" type="enum"><camunda:value id="k" name="甲"/>'
        '<camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField>'
        "</camunda:formData></extensionElements></userTask>"
    )
    days, kind = compile_model(parse(with_task(inner))).nodes["a"].fields
    assert days == ("days", "天数", "long", True, ())
    assert kind == ("kind", "类型", "enum", True, (("k", "甲"),))


def test_a_process_of_somebody_else_drawn_beside_ours_is_no_hindrance():
    data = file(CHAIN, '<process id="theirs" isExecutable="false"><userTask id="x"/></process>')
    assert [f.rule for f in findings_of(data) if f.severity == "error"] == []
    assert compile_model(parse(data)).processes == ("p",)


def test_lanes_are_hints_and_names_lose_their_line_breaks():
    lanes = '<laneSet id="l"><lane id="l1" name="办公室"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    node = compile_model(parse(file(lanes + CHAIN))).nodes["a"]
    assert (node.lane, node.name) == ("办公室", "审 核")


def test_standard_collection_of_a_multi_instance_is_read():
    data = file(
        '<dataObject id="d"/><dataObjectReference id="r" name="units" dataObjectRef="d"/>'
        + CHAIN.replace(
            '<userTask id="a" name="审\n核"/>',
            '<userTask id="a"><multiInstanceLoopCharacteristics><loopDataInputRef>r</loopDataInputRef>'
            '<inputDataItem name="unit"/></multiInstanceLoopCharacteristics></userTask>',
        )
    )
    multi = parse(data).processes[0].elements[1].multi
    assert (multi.collection, multi.item) == ("units", "unit")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + f']><definitions {SPACES}><process id="&j;"/></definitions>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "xml-dtd"),
        (BOMB.encode("utf-16"), "xml-dtd"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>', "xml-dtd"),
        (b'<?xml version="1.0" encoding="cp037"?><definitions/>', "xml-encoding"),
        ("<definitions/>".encode("cp037"), "xml-syntax"),
        (b"", "xml-syntax"),
        (b"PK\x03\x04", "xml-syntax"),
        (b"<definitions>", "xml-syntax"),
        (b"<definitions/>", "not-bpmn"),
        (f"<definitions {SPACES}/>".encode(), "not-bpmn"),
        (b"<" + b"a" * 5_000_000, "too-large"),
        (file("<subProcess id='p'>" * 300 + "</subProcess>" * 300), "xml-syntax"),
        (file("<subProcess id='p'>" * 40 + "</subProcess>" * 40), "too-deep"),
        (file("".join(f"<userTask id='t{n}'/>" for n in range(5000))), "too-large"),
    ],
)
def test_file_that_is_unsafe_or_no_process_is_refused(data, code):
    assert [(finding.rule, finding.severity) for finding in findings_of(data)] == [(code, "error")]


def test_too_large_model_is_refused_with_the_element_where_it_became_too_large():
    found = findings_of(file("".join(f"<userTask id='t{n}'/>" for n in range(5000))))
    assert found[0].element == "t2000"
