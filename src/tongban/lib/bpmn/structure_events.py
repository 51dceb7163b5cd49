"""Rules about events as written: where a process or sub-process starts, events on activities, times, links."""

from collections.abc import Iterator, Mapping

from tongban.lib.bpmn.errors import ExpressionError
from tongban.lib.bpmn.expressions import parse_expression
from tongban.lib.bpmn.findings import Finding, error
from tongban.lib.bpmn.model import Element, EventDefinition, Process
from tongban.lib.bpmn.timers import TimerError, parse_timer
from tongban.lib.bpmn.words import ACTIVITIES, NAMES, is_handler


def start_findings(process: Process) -> Iterator[Finding]:
    """Each process and sub-process has one start: a plain one, in an event sub-process one with its event."""
    starts: dict[str, list[Element]] = {}
    for element in process.elements:
        if element.tag == "startEvent":
            starts.setdefault(element.parent, []).append(element)
    yield from _process_starts(process.id, starts.get(process.id, []))
    for element in process.elements:
        if element.tag == "subProcess":
            yield from _inner_starts(element, starts.get(element.id, []))


def _process_starts(name: str, starts: list[Element]) -> Iterator[Finding]:
    """A process may besides be started by events."""
    plain = [start for start in starts if not start.events]
    if not starts:
        yield error(name, "no-start", f"{name} 没有开始事件")
    if len(plain) > 1:
        yield error(name, "several-starts", f"{name} 有 {len(plain)} 个开始事件，只能有一个")
    for start in starts:
        if any(event.kind == "error" for event in start.events):
            yield error(start.id, "unsupported", f"{start.label} 是开始事件（错误），只能用在事件子流程中")


def _inner_starts(element: Element, starts: list[Element]) -> Iterator[Finding]:
    if not starts:
        yield error(element.id, "no-start", f"{element.id} 没有开始事件")
    elif len(starts) > 1:
        yield error(element.id, "several-starts", f"{element.id} 有 {len(starts)} 个开始事件，只能有一个")
    elif is_handler(element) and not starts[0].events:
        yield error(starts[0].id, "no-event", f"事件子流程 {element.label} 的开始事件没有写明由什么事件触发")
    elif not is_handler(element) and starts[0].events:
        kind = NAMES.get(starts[0].events[0].kind, starts[0].events[0].kind)
        yield error(starts[0].id, "unsupported", f"{starts[0].label} 是开始事件（{kind}），不能用在普通子流程中")


def event_findings(element: Element, known: Mapping[str, Element]) -> Iterator[Finding]:
    """What is wrong with the event of an element, if it is one."""
    if element.tag == "boundaryEvent":
        host = known.get(element.attributes.get("attachedToRef", ""))
        if host is None or host.tag not in ACTIVITIES or host.parent != element.parent or is_handler(host):
            yield error(element.id, "dangling-boundary", f"边界事件 {element.label} 没有附着在同一层的活动上")
    for event in element.events:
        if event.kind == "timer":
            yield from _timer(element, event)
    if element.tag == "intermediateThrowEvent" and element.events and element.events[0].kind == "link":
        catching = [
            other
            for other in known.values()
            if (other.tag, other.parent, other.events) == ("intermediateCatchEvent", element.parent, element.events)
        ]
        if len(catching) != 1:
            yield error(element.id, "dangling-link", f"链接事件 {element.label} 没有（或不止一个）同名的接收事件")


def _timer(element: Element, event: EventDefinition) -> Iterator[Finding]:
    if not event.text:
        yield error(element.id, "timer-syntax", f"{element.label} 没有写明时间")
        return
    try:
        if event.text[:2] in ("${", "#{"):
            parse_expression(event.text)
        else:
            parse_timer(event.timer, event.text)
    except (ExpressionError, TimerError) as wrong:
        yield error(element.id, "timer-syntax", f"{element.label} 的时间有误：{wrong.message}")
