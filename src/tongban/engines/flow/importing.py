"""What was taken over from a process of another system: each of its own attributes, and what became of it here."""

from dataclasses import dataclass

from tongban.lib import bpmn

READ = {
    "assignee": "办理人", "candidateUsers": "办理人", "candidateGroups": "办理人", "dueDate": "时限（只显示，不计时）", "formKey": "表单",
    "collection": "逐个办理的名单", "elementVariable": "逐个办理的一个",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """An attribute of a vendor at an element. `result` says in words what it is now."""

    name: str
    attribute: str
    value: str
    result: str


def taken_over(source: bytes) -> list[Taken]:
    """Every vendor's attribute in a file, in its order; nothing for our own processes and for what is no process."""
    try:
        model = bpmn.parse(source)
        nodes = bpmn.compile_model(model).nodes
    except bpmn.BpmnError:
        return []
    elements = [element for process in model.processes for element in process.elements]
    return [
        Taken(element.name or element.id, attribute, value, _became(attribute, nodes.get(element.id)))
        for element in elements
        for attribute, value in element.vendor.items()
    ]


def _became(attribute: str, node: bpmn.Node | None) -> str:
    if attribute not in READ or node is None:
        return "没有采用，原样保留在文件里"
    if READ[attribute] == "办理人" and not node.step.role and not node.step.relation:
        return "看不出由谁办，请在“谁来办”里选"
    return f"采用：{READ[attribute]}"
