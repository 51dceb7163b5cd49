"""Rules that read the model as written: what cannot be executed at all. `compile_model` refuses on the first of them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tongban.lib.bpmn.errors import ExpressionError
from tongban.lib.bpmn.expressions import parse_expression
from tongban.lib.bpmn.findings import Finding, error
from tongban.lib.bpmn.model import Element, Model, Process, SequenceFlow

NAMES = {
    "intermediateCatchEvent": "中间捕获事件", "intermediateThrowEvent": "中间抛出事件", "boundaryEvent": "边界事件",
    "startEvent": "开始事件", "endEvent": "结束事件", "receiveTask": "接收任务", "complexGateway": "复杂网关",
    "eventBasedGateway": "事件网关", "transaction": "事务子流程", "adHocSubProcess": "特别子流程", "callActivity": "调用活动",
    "standardLoopCharacteristics": "标准循环", "script": "脚本", "triggeredByEvent": "事件子流程", "isForCompensation": "补偿",
}  # fmt: skip
EXECUTED = {
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "subProcess",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway",
}  # fmt: skip
# tag: the event definitions it may carry
EVENTS_EXECUTED = {
    "startEvent": {""},
    "endEvent": {"", "terminate"},
    "intermediateThrowEvent": {"", "link"},
    "intermediateCatchEvent": {"link"},
}


def executability(model: Model) -> Iterator[Finding]:
    """Everything that keeps the model from being executed, in document order."""
    for name in model.duplicates:
        yield error(name, "duplicate-id", f"标识 {name} 出现多次")
    for tag, name, label, place in model.strays:
        yield error(name or place, "unsupported", f"{place} 中的 {tag}{f'「{label}」' if label else ''} 不能执行")
    for process in model.processes:
        yield from _ids(process)
        yield from _starts(process)
        for element in process.elements:
            yield from _element(element)
        known = {element.id: element for element in process.elements}
        for flow in process.flows:
            yield from _flow(flow, known)
        yield from _links(process)


def _ids(process: Process) -> Iterator[Finding]:
    if not process.id:
        yield error("", "missing-id", "流程没有标识（id）")
    for element in process.elements:
        if not element.id:
            yield error(
                element.parent, "missing-id", f"{element.parent} 中的 {element.tag}「{element.name}」没有标识（id）"
            )
    for flow in process.flows:
        if not flow.id:
            yield error(flow.source, "missing-id", f"从 {flow.source} 到 {flow.target} 的顺序流没有标识（id）")


def _starts(process: Process) -> Iterator[Finding]:
    starts = Counter(element.parent for element in process.elements if element.tag == "startEvent")
    places = [process.id, *(element.id for element in process.elements if element.tag == "subProcess")]
    for place in places:
        if starts[place] == 0:
            yield error(place, "no-start", f"{place} 没有开始事件")
        elif starts[place] > 1:
            yield error(place, "several-starts", f"{place} 有 {starts[place]} 个开始事件，只能有一个")


def _element(element: Element) -> Iterator[Finding]:
    if not _executed(element):
        kinds = "、".join(kind for kind, _ in element.events)
        what = NAMES.get(element.tag, element.tag) + (f"（{kinds}）" if kinds else "")
        yield error(element.id, "unsupported", f"{element.label} 是{what}，不能执行")
    for part in element.unread:
        yield error(element.id, "unsupported", f"{element.label} 含有不能执行的内容：{NAMES.get(part, part)}")
    yield from _loop(element)


def _executed(element: Element) -> bool:
    if element.tag in EVENTS_EXECUTED:
        kinds = [kind for kind, _ in element.events] or [""]
        return len(kinds) == 1 and kinds[0] in EVENTS_EXECUTED[element.tag]
    return element.tag in EXECUTED and not element.events


def _loop(element: Element) -> Iterator[Finding]:
    multi = element.multi
    if multi is None:
        return
    if not multi.cardinality and not multi.collection:
        yield error(
            element.id,
            "missing-collection",
            f"{element.label} 是多实例，但没有写明个数（loopCardinality）或集合（collection）",
        )
    for text in (multi.cardinality, multi.collection, multi.completion):
        yield from _expression(element.id, element.label, text)


def _expression(name: str, label: str, text: str) -> Iterator[Finding]:
    if not text.strip():
        return
    try:
        parse_expression(text)
    except ExpressionError as wrong:
        yield error(name, "condition-syntax", f"{label} 的表达式有误：{wrong.message}。表达式：{text[:80]}")


def _flow(flow: SequenceFlow, known: Mapping[str, Element]) -> Iterator[Finding]:
    source, target = known.get(flow.source), known.get(flow.target)
    for name, end in ((flow.source, source), (flow.target, target)):
        if end is None:
            yield error(flow.id, "dangling-flow", f"顺序流 {flow.label} 的一端 {name or '（空）'} 不存在")
        elif end.parent != flow.parent:
            yield error(
                flow.id, "crossing-flow", f"顺序流 {flow.label} 穿过了子流程的边界（{name} 不在 {flow.parent} 内）"
            )
    if target is not None and target.tag == "startEvent":
        yield error(flow.id, "flow-into-start", f"顺序流 {flow.label} 指向开始事件")
    if source is not None and source.tag == "endEvent":
        yield error(flow.id, "flow-out-of-end", f"顺序流 {flow.label} 从结束事件引出")
    yield from _expression(flow.id, f"顺序流 {flow.label}", flow.condition or "")


def _links(process: Process) -> Iterator[Finding]:
    caught = Counter((e.parent, e.events) for e in process.elements if e.tag == "intermediateCatchEvent")
    for element in process.elements:
        if element.tag == "intermediateThrowEvent" and element.events and caught[element.parent, element.events] != 1:
            yield error(element.id, "dangling-link", f"链接事件 {element.label} 没有（或不止一个）同名的接收事件")
