"""Block-structured processes for the model-based tests: a tree, its BPMN file, and a slow obvious reference of its meaning.

The reference knows no tokens: a running block is described by where its parts stand, and a return by the one sentence of
docs/reference/return-in-parallel.md, "everything after the target is done again", applied to the tree.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

DONE = "done"


@dataclass(frozen=True)
class Block:
    """kind: task, seq, and, or, xor, loop, sub, multi. `count` and `sequential` belong to multi (of a task or a sub)."""

    kind: str
    parts: tuple["Block", ...] = ()
    name: str = ""
    count: int = 0
    sequential: bool = False


def named(block: Block, prefix: str = "") -> Block:
    """The same tree with ids that tell the place; a multi shares the id of its body, as in BPMN."""
    name = f"{block.kind[0] if block.kind != 'sub' else 'p'}{prefix}"
    parts = tuple(named(part, f"{prefix}_{number}") for number, part in enumerate(block.parts))
    return replace(block, name=parts[0].name if block.kind == "multi" else name, parts=parts)


# --- BPMN


def to_xml(block: Block) -> bytes:
    lines: list[str] = ['<startEvent id="start"/>', '<endEvent id="end"/>']
    first, last = _emit(block, lines)
    lines += [_flow("start", first), _flow(last, "end")]
    text = "".join(lines)
    space = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1"'
    return f'<definitions {space}><process id="p" isExecutable="true">{text}</process></definitions>'.encode()


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="f.{source}.{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def _emit(block: Block, lines: list[str], multi: str = "") -> tuple[str, str]:
    """Write a block; gives the element that a flow into it leads to, and the one that a flow out of it comes from."""
    name = block.name
    match block.kind:
        case "task":
            lines.append(f'<userTask id="{name}">{multi}</userTask>')
            return name, name
        case "sub":
            inner = [f'<startEvent id="{name}.s"/><endEvent id="{name}.e"/>']
            first, last = _emit(block.parts[0], inner)
            inner += [_flow(f"{name}.s", first), _flow(last, f"{name}.e")]
            lines.append(f'<subProcess id="{name}">{multi}{"".join(inner)}</subProcess>')
            return name, name
        case "multi":
            loop = (
                f'<multiInstanceLoopCharacteristics isSequential="{str(block.sequential).lower()}">'
                f"<loopCardinality>{block.count}</loopCardinality></multiInstanceLoopCharacteristics>"
            )
            return _emit(block.parts[0], lines, loop)
        case "seq":
            lines.append(f'<task id="{name}"/>')
            ends = [(name, name), *(_emit(part, lines) for part in block.parts)]
            lines += [_flow(one[1], two[0]) for one, two in pairwise(ends)]
            return name, ends[-1][1]
        case "loop":
            first, last = _emit(block.parts[0], lines)
            lines.append(
                f'<exclusiveGateway id="{name}.m"/><exclusiveGateway id="{name}.x" default="f.{name}.x.{name}.o"/>'
            )
            lines.append(f'<task id="{name}.o"/>')
            back = _flow(f"{name}.x", f"{name}.m", f"{name} == true")
            lines += [_flow(f"{name}.m", first), _flow(last, f"{name}.x"), back, _flow(f"{name}.x", f"{name}.o")]
            return f"{name}.m", f"{name}.o"
    return _emit_gateways(block, lines)


def _emit_gateways(block: Block, lines: list[str]) -> tuple[str, str]:
    tag = {"and": "parallelGateway", "or": "inclusiveGateway", "xor": "exclusiveGateway"}[block.kind]
    fork, join = f"{block.name}.f", f"{block.name}.j"
    ends = [_emit(part, lines) for part in block.parts]
    default = f' default="f.{fork}.{ends[-1][0]}"' if block.kind != "and" else ""
    lines.append(f'<{tag} id="{fork}"{default}/><{tag} id="{join}"/>')
    for number, (first, last) in enumerate(ends):
        asked = block.kind != "and" and number < len(ends) - 1
        condition = f"{block.name} == {number}" if block.kind == "xor" else f"{block.name}_{number} == true"
        lines += [_flow(fork, first, condition if asked else ""), _flow(last, join)]
    return fork, join


# --- The reference: the state of a block is DONE or, by kind, 'open' | (place, state) | [states]


def begin(block: Block, values: dict[str, Any]) -> Any:
    match block.kind:
        case "task":
            return "open"
        case "sub":
            return begin(block.parts[0], values)
        case "seq":
            return _sequence(block, 0, values)
        case "xor":
            return _wrap(_choice(block, values), block, values)
        case "loop":
            return _loop(block, begin(block.parts[0], values), values)
        case "multi":
            if block.sequential:
                return _instances(block, 0, values)
            return _all([begin(block.parts[0], values) for _ in range(block.count)])
    taken = [block.kind == "and" or values.get(f"{block.name}_{n}") is True for n in range(len(block.parts))]
    if block.kind == "or":
        taken[-1] = not any(taken[:-1])
    return _all([begin(part, values) if yes else DONE for part, yes in zip(block.parts, taken, strict=True)])


def _choice(block: Block, values: dict[str, Any]) -> int:
    number = values.get(block.name)
    return number if type(number) is int and 0 <= number < len(block.parts) - 1 else len(block.parts) - 1


def _wrap(place: int, block: Block, values: dict[str, Any]) -> Any:
    inner = begin(block.parts[place], values)
    return DONE if inner == DONE else (place, inner)


def _all(states: list[Any]) -> Any:
    return DONE if all(state == DONE for state in states) else states


def _sequence(block: Block, place: int, values: dict[str, Any]) -> Any:
    for number in range(place, len(block.parts)):
        inner = begin(block.parts[number], values)
        if inner != DONE:
            return (number, inner)
    return DONE


def _instances(block: Block, place: int, values: dict[str, Any]) -> Any:
    for number in range(place, block.count):
        inner = begin(block.parts[0], values)
        if inner != DONE:
            return (number, inner)
    return DONE


def _loop(block: Block, inner: Any, values: dict[str, Any]) -> Any:
    while inner == DONE and values.get(block.name) is True:
        inner = begin(block.parts[0], values)
    return inner


def part(block: Block, key: int) -> Block:
    """The block behind one key of a path: a place in it, or the number of an instance."""
    return block.parts[0] if block.kind in ("sub", "loop", "multi") else block.parts[key]


def leaves(block: Block, state: Any, path: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Paths of the open tasks."""
    if state == DONE:
        return []
    if block.kind == "task":
        return [path]
    if block.kind in ("sub", "loop"):
        return leaves(block.parts[0], state, (*path, 0))
    standing = enumerate(state) if isinstance(state, list) else [state]
    return [leaf for key, inner in standing for leaf in leaves(part(block, key), inner, (*path, key))]


def advance(block: Block, state: Any, path: tuple[int, ...], values: dict[str, Any]) -> Any:
    """The open task at the path is completed."""
    if block.kind == "task":
        return DONE
    key, rest = path[0], path[1:]
    if isinstance(state, list):
        return _all([advance(part(block, n), s, rest, values) if n == key else s for n, s in enumerate(state)])
    inner = advance(part(block, key), state if block.kind in ("sub", "loop") else state[1], rest, values)
    if block.kind == "sub":
        return inner
    if block.kind == "loop":
        return _loop(block, inner, values)
    if inner != DONE:
        return (key, inner)
    if block.kind == "seq":
        return _sequence(block, key + 1, values)
    return _instances(block, key + 1, values) if block.kind == "multi" else DONE


def begin_at(block: Block, target: tuple[int, ...], values: dict[str, Any]) -> Any:
    """A block entered at a target inside: what runs beside the target has been done before."""
    if not target or block.kind == "multi":
        return begin(block, values)
    key, inner = target[0], begin_at(part(block, target[0]), target[1:], values)
    if block.kind in ("and", "or"):
        return [inner if number == key else DONE for number in range(len(block.parts))]
    return inner if block.kind in ("sub", "loop") else (key, inner)


def go_back(block: Block, state: Any, path: tuple[int, ...], target: tuple[int, ...], values: dict[str, Any]) -> Any:
    """Return from the leaf at the path to the target, or None when that is not an earlier place."""
    if not path or not target:
        return None
    key, to = path[0], target[0]
    if block.kind == "multi":
        to = key
    if key != to:
        earlier = block.kind == "seq" and to < key and enterable(part(block, to), target[1:])
        return (to, begin_at(part(block, to), target[1:], values)) if earlier else None
    plain = block.kind in ("sub", "loop")
    inner_state = state if plain else state[key] if isinstance(state, list) else state[1]
    inner = go_back(part(block, key), inner_state, path[1:], target[1:], values)
    if inner is None or plain:
        return inner
    return [inner if n == key else s for n, s in enumerate(state)] if isinstance(state, list) else (key, inner)


def enterable(block: Block, target: tuple[int, ...]) -> bool:
    """Can a target be entered from outside? A multi only as a whole: its own path ends at it or its body."""
    if block.kind == "multi":
        return len(target) <= 1
    return not target or enterable(part(block, target[0]), target[1:])


def targets(block: Block, path: tuple[int, ...] = ()) -> dict[str, tuple[int, ...]]:
    """All steps and sub-processes by id, with their paths; a multi stands for its body."""
    own = {block.name: path} if block.kind in ("task", "sub", "multi") else {}
    inside = block.parts[0].parts if block.kind == "multi" else block.parts
    base = (*path, 0) if block.kind == "multi" else path
    for number, inner in enumerate(inside):
        own |= targets(inner, (*base, number))
    return own
