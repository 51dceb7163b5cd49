"""Random processes with events, calls and loops: their BPMN file, and a slow obvious reference of what they mean.

A block is a tree; its state says where it stands, None when it is done. `offers` are what may happen next, as (complete or
fire, element, numbers of the instances around); `act` is what then becomes of it.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

Offer = tuple[str, str, tuple[int, ...]]


@dataclass(frozen=True)
class Block:
    """kind: task, wait, seq, and, xor, sub, call, multi, again, gate (on events), bound (by a timer), remind (by messages)."""

    kind: str
    parts: tuple["Block", ...] = ()
    name: str = ""


def named(block: Block, prefix: str = "n") -> Block:
    parts = tuple(named(part, f"{prefix}_{number}") for number, part in enumerate(block.parts))
    return replace(block, name=prefix, parts=parts)


def variables(block: Block) -> list[str]:
    own = [block.name] if block.kind in ("xor", "again") else []
    return own + [name for part in block.parts for name in variables(part)]


# --- BPMN


def to_xml(block: Block) -> bytes:
    file = _File()
    file.process("p", block)
    space = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    return f"<definitions {space}>{''.join(file.processes)}</definitions>".encode()


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="f.{source}.{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def _catch(name: str) -> str:
    return f'<intermediateCatchEvent id="{name}"><messageEventDefinition messageRef="{name}"/></intermediateCatchEvent>'


class _File:
    def __init__(self) -> None:
        self.processes: list[str] = []

    def process(self, name: str, block: Block) -> None:
        self.processes.append(f'<process id="{name}" isExecutable="true">{self.inside(name, block)}</process>')

    def inside(self, name: str, block: Block) -> str:
        lines = [f'<startEvent id="{name}.s"/><endEvent id="{name}.e"/>']
        first, last = self.emit(block, lines)
        return "".join([*lines, _flow(f"{name}.s", first), _flow(last, f"{name}.e")])

    def emit(self, block: Block, lines: list[str]) -> tuple[str, str]:
        """Write a block; gives the elements that a flow into it leads to and one out of it comes from."""
        return getattr(self, f"_{block.kind}")(block, block.name, lines)

    def _task(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        lines.append(f'<userTask id="{name}"/>')
        return name, name

    def _wait(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        lines.append(_catch(name))
        return name, name

    def _seq(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        ends = [self.emit(part, lines) for part in block.parts]
        lines += [_flow(one[1], two[0]) for one, two in pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def _and(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        return self._split(block, "parallelGateway", lines, [""] * len(block.parts))

    def _xor(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        return self._split(block, "exclusiveGateway", lines, [f"{name} == true", ""])

    def _split(self, block: Block, tag: str, lines: list[str], conditions: list[str]) -> tuple[str, str]:
        name, ends = block.name, [self.emit(part, lines) for part in block.parts]
        default = f' default="f.{name}.x.{ends[-1][0]}"' if tag == "exclusiveGateway" else ""
        lines.append(f'<{tag} id="{name}.x"{default}/><{tag} id="{name}.j"/>')
        for (first, last), condition in zip(ends, conditions, strict=True):
            lines += [_flow(f"{name}.x", first, condition), _flow(last, f"{name}.j")]
        return f"{name}.x", f"{name}.j"

    def _sub(self, block: Block, name: str, lines: list[str], loop: str = "") -> tuple[str, str]:
        lines.append(f'<subProcess id="{name}">{loop}{self.inside(name, block.parts[0])}</subProcess>')
        return name, name

    def _multi(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        loop = (
            "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        return self._sub(block, name, lines, loop)

    def _again(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        condition = f"<loopCondition>{name} == true</loopCondition>"
        return self._sub(block, name, lines, f"<standardLoopCharacteristics>{condition}</standardLoopCharacteristics>")

    def _call(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        self.process(f"{name}.p", block.parts[0])
        lines.append(f'<callActivity id="{name}" calledElement="{name}.p"/>')
        return name, name

    def _gate(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        lines.append(f'<eventBasedGateway id="{name}"/><exclusiveGateway id="{name}.j"/>')
        for number, part in enumerate(block.parts):
            first, last = self.emit(part, lines)
            lines.append(_catch(f"{name}.{number}"))
            lines += [_flow(name, f"{name}.{number}"), _flow(f"{name}.{number}", first), _flow(last, f"{name}.j")]
        return name, f"{name}.j"

    def _bound(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        time = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        first, last = self.emit(block.parts[0], lines)
        lines.append(
            f'<userTask id="{name}"/><boundaryEvent id="{name}.t" attachedToRef="{name}">{time}</boundaryEvent>'
            f'<exclusiveGateway id="{name}.j"/>'
        )
        lines += [_flow(name, f"{name}.j"), _flow(f"{name}.t", first), _flow(last, f"{name}.j")]
        return name, f"{name}.j"

    def _remind(self, block: Block, name: str, lines: list[str]) -> tuple[str, str]:
        """In a sub-process of its own, which ends when the step and all that was called for are done."""
        event = f'<messageEventDefinition messageRef="{name}"/>'
        lines.append(
            f'<subProcess id="{name}"><startEvent id="{name}.s"/><userTask id="{name}.a"/><endEvent id="{name}.e"/>'
            f'<boundaryEvent id="{name}.m" attachedToRef="{name}.a" cancelActivity="false">{event}</boundaryEvent>'
            f'<userTask id="{name}.b"/><endEvent id="{name}.f"/>{_flow(f"{name}.s", f"{name}.a")}{_flow(f"{name}.a", f"{name}.e")}'
            f"{_flow(f'{name}.m', f'{name}.b')}{_flow(f'{name}.b', f'{name}.f')}</subProcess>"
        )
        return name, name


# --- The reference


def begin(block: Block, values: dict[str, Any]) -> Any:
    """The state of a block that has just been entered."""
    match block.kind:
        case "task" | "wait" | "bound" | "gate":
            return "open"
        case "remind":
            return (True, 0)
        case "seq":
            return (0, begin(block.parts[0], values))
        case "and":
            return [begin(part, values) for part in block.parts]
        case "xor":
            taken = 0 if values.get(block.name) is True else 1
            return (taken, begin(block.parts[taken], values))
        case "multi":
            return [begin(block.parts[0], values) for _ in range(2)]
    return (0, begin(block.parts[0], values))


def offers(block: Block, state: Any, around: tuple[int, ...] = ()) -> list[Offer]:
    name = block.name
    if state is None:
        return []
    match block.kind:
        case "task":
            return [("complete", name, around)]
        case "wait":
            return [("fire", name, around)]
        case "remind":
            waiting, called = state
            main = [("complete", f"{name}.a", around), ("fire", f"{name}.m", around)] if waiting else []
            return main + [("complete", f"{name}.b", around)] * called
        case "bound" if state == "open":
            return [("complete", name, around), ("fire", f"{name}.t", around)]
        case "gate" if state == "open":
            return [("fire", f"{name}.{number}", around) for number in range(len(block.parts))]
        case "and":
            return [o for part, s in zip(block.parts, state, strict=True) for o in offers(part, s, around)]
        case "multi":
            return [o for number, s in enumerate(state) for o in offers(block.parts[0], s, (*around, number))]
        case "again":
            return offers(block.parts[0], state[1], (*around, state[0]))
    return offers(block.parts[state[0] if block.kind in ("seq", "xor", "gate") else 0], state[1], around)


def act(block: Block, state: Any, offer: Offer, values: dict[str, Any], around: tuple[int, ...] = ()) -> Any:
    """The state after something that was offered happened."""
    name, (_, element, _) = block.name, offer
    match block.kind:
        case "task" | "wait":
            return None
        case "remind":
            waiting, called = state
            waiting, called = (
                waiting and element != f"{name}.a",
                called + (element == f"{name}.m") - (element == f"{name}.b"),
            )
            return (waiting, called) if waiting or called else None
        case "bound" if state == "open":
            return None if element == name else _inside(block, 0, begin(block.parts[0], values), values)
        case "gate" if state == "open":
            taken = int(element.rpartition(".")[2])
            return _inside(block, taken, begin(block.parts[taken], values), values)
        case "and" | "multi":
            return _beside(block, state, offer, values, around)
    place, inner = state
    part = block.parts[place if block.kind in ("seq", "xor", "gate") else 0]
    deeper = (*around, place) if block.kind == "again" else around
    return _inside(block, place, act(part, inner, offer, values, deeper), values)


def _beside(block: Block, state: Any, offer: Offer, values: dict[str, Any], around: tuple[int, ...]) -> Any:
    parts = block.parts if block.kind == "and" else block.parts * 2
    after = []
    for number, (part, inner) in enumerate(zip(parts, state, strict=True)):
        deeper = (*around, number) if block.kind == "multi" else around
        meant = offer in offers(part, inner, deeper)
        after.append(act(part, inner, offer, values, deeper) if meant else inner)
    return after if any(inner is not None for inner in after) else None


def _inside(block: Block, place: int, inner: Any, values: dict[str, Any]) -> Any:
    """A block one of whose parts has moved: when that is done, what comes next."""
    if inner is not None:
        return (place, inner)
    if block.kind == "seq" and place + 1 < len(block.parts):
        return (place + 1, begin(block.parts[place + 1], values))
    if block.kind == "again" and values.get(block.name) is True:
        return (place + 1, begin(block.parts[0], values))
    return None
