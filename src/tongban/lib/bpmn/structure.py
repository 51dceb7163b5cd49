"""Rules that read the model as written: what cannot be executed at all. `compile_model` refuses on the first of them."""

from collections.abc import Iterator, Mapping

from tongban.lib.bpmn.errors import ExpressionError
from tongban.lib.bpmn.expressions import parse_expression
from tongban.lib.bpmn.findings import Finding, error
from tongban.lib.bpmn.model import Element, Model, Process, SequenceFlow
from tongban.lib.bpmn.structure_events import event_findings, start_findings
from tongban.lib.bpmn.words import NAMES, executed, is_handler

PLAYABLE = {"script", "timer-syntax"}  # refused at publication, passed in a play
LANGUAGES = ("", "juel", "uel", "feel", "tongban", "xpath")
GATED = ("intermediateCatchEvent", "receiveTask")


def executability(model: Model) -> Iterator[Finding]:
    """Everything that keeps the model from being executed, in document order."""
    yield from file_findings(model)
    for process in executed_processes(model):
        yield from process_findings(model, process)


def executed_processes(model: Model) -> list[Process]:
    """The processes that are marked executable, with those that they call; all when none is marked."""
    known = {process.id: process for process in model.processes}
    pending = [process.id for process in model.processes if process.executable] or list(known)
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name in known and name not in found:
            found.add(name)
            pending += [element.called.process for element in known[name].elements if element.called]
    return [process for process in model.processes if process.id in found]


def file_findings(model: Model) -> Iterator[Finding]:
    """What is wrong with the file as a whole."""
    for name in model.duplicates:
        yield error(name, "duplicate-id", f"标识 {name} 出现多次")
    for tag, name, label, place in model.strays:
        yield error(name or place, "unsupported", f"{place} 中的 {tag}{f'「{label}」' if label else ''} 不能执行")


def process_findings(model: Model, process: Process) -> Iterator[Finding]:
    """What is wrong with one process."""
    yield from _ids(process)
    yield from start_findings(process)
    known = {element.id: element for element in process.elements}
    processes = {other.id for other in model.processes}
    for element in process.elements:
        yield from _element(element)
        yield from event_findings(element, known)
        if element.called and element.called.process not in processes:
            what = element.called.process or "（空）"
            yield error(element.id, "no-process", f"{element.label} 调用的流程 {what} 不在本文件中")
    for flow in process.flows:
        yield from _flow(flow, known)


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


def _element(element: Element) -> Iterator[Finding]:
    if not executed(element):
        kinds = "、".join(NAMES.get(event.kind, event.kind) for event in element.events)
        what = NAMES.get(element.tag, element.tag) + (f"（{kinds}）" if kinds else "")
        yield error(element.id, "unsupported", f"{element.label} 是{what}，不能执行")
    for part in element.unread:
        rule = "script" if part == "script" else "unsupported"
        yield error(element.id, rule, f"{element.label} 含有不能执行的内容：{NAMES.get(part, part)}")
    yield from _loop(element)
    if element.called:
        for _, text in (*element.called.inputs, *element.called.outputs):
            yield from _expression(element.id, element.label, text)


def _loop(element: Element) -> Iterator[Finding]:
    multi, again = element.multi, element.again
    if multi is not None:
        if not multi.cardinality and not multi.collection:
            yield error(
                element.id,
                "missing-collection",
                f"{element.label} 是多实例，但没有写明个数（loopCardinality）或集合（collection）",
            )
        for text in (multi.cardinality, multi.collection, multi.completion):
            yield from _expression(element.id, element.label, text)
    if again is not None:
        if again.maximum and not again.maximum.isdecimal():
            yield error(element.id, "bad-maximum", f"{element.label} 的循环次数上限不是整数：{again.maximum[:20]}")
        if not again.condition and not again.maximum:
            yield error(element.id, "endless-loop", f"{element.label} 是循环，但没有写明条件或次数上限，会永远转下去")
        yield from _expression(element.id, element.label, again.condition)


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
        elif is_handler(end):
            yield error(flow.id, "flow-at-handler", f"顺序流 {flow.label} 接在事件子流程 {end.label} 上")
    if target is not None and target.tag in ("startEvent", "boundaryEvent"):
        rule = "flow-into-start" if target.tag == "startEvent" else "flow-into-boundary"
        yield error(flow.id, rule, f"顺序流 {flow.label} 指向{NAMES[target.tag]}")
    if source is not None and source.tag == "endEvent":
        yield error(flow.id, "flow-out-of-end", f"顺序流 {flow.label} 从结束事件引出")
    if source is not None and source.tag == "eventBasedGateway" and target is not None and target.tag not in GATED:
        yield error(
            target.id, "bad-event-gateway", f"事件网关 {source.label} 之后应是捕获事件或接收任务，不能是 {target.label}"
        )
    if flow.language.rpartition("/")[2].lower() not in LANGUAGES:
        yield error(flow.id, "unsupported", f"顺序流 {flow.label} 的条件用 {flow.language[:40]} 写成，不能执行")
    else:
        yield from _expression(flow.id, f"顺序流 {flow.label}", flow.condition or "")
