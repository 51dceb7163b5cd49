"""Tokens, states and undo records as JSON data, with a version so that later shapes can read earlier ones.

When the shape of a token changes: VERSION + 1, and in UPGRADES the step from the version before. Each token says its version (the
first says none), so that the rows of one instance may have different ones; it is written in the newest when it is next written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tongban.lib.bpmn.errors import BpmnError
from tongban.lib.bpmn.state import Loop, State, Token, Undo

VERSION = 1
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}  # a token's data in this version → in the next


def token_to_json(token: Token) -> dict[str, Any]:
    """The token without the fields that have their usual value."""
    usual = Token._field_defaults
    data = {key: value for key, value in token._asdict().items() if key not in usual or value != usual[key]}
    if token.loop is not None:
        data["loop"] = _loop_to_json(token.loop)
    return data if VERSION == 1 else {**data, "version": VERSION}


def token_from_json(data: Mapping[str, Any]) -> Token:
    """The token that `token_to_json` wrote, now or in an earlier version. Raises BpmnError for a version of the future."""
    values = dict(data)
    version = values.pop("version", 1)
    _known(version)
    for step in range(version, VERSION):
        values = UPGRADES[step](values)
    if values.get("loop") is not None:
        values["loop"] = _loop_from_json(values["loop"])
    return Token(**values)


def _loop_to_json(loop: Loop) -> dict[str, Any]:
    data: dict[str, Any] = {"total": loop.total, "completed": loop.completed}
    if loop.items:
        data["items"] = list(loop.items)
    if loop.decisions:
        data["decisions"] = dict(loop.decisions)
    return data


def _loop_from_json(data: Mapping[str, Any]) -> Loop:
    return Loop(
        total=data["total"],
        completed=data["completed"],
        items=tuple(data.get("items", ())),
        decisions=tuple(sorted(data.get("decisions", {}).items())),
    )


def undo_to_json(undo: Undo) -> dict[str, Any]:
    """An undo record for the history row of the completed step."""
    return {
        "version": VERSION,
        "token": token_to_json(undo.token),
        "restore": [token_to_json(token) for token in undo.restore],
        "made": list(undo.made),
        "counted": [list(count) for count in undo.counted],
        "services": list(undo.services),
    }


def undo_from_json(data: Mapping[str, Any]) -> Undo:
    """The undo record that `undo_to_json` wrote. Raises BpmnError for a version of the future."""
    _known(data.get("version"))
    return Undo(
        token=token_from_json(data["token"]),
        restore=tuple(token_from_json(token) for token in data["restore"]),
        made=tuple(data["made"]),
        counted=tuple((token, times, decision) for token, times, decision in data["counted"]),
        services=tuple(data["services"]),
    )


def state_to_json(state: State) -> dict[str, Any]:
    """A whole state, for hosts without rows and for tests."""
    return {
        "version": VERSION,
        "process": state.process,
        "tokens": [token_to_json(state.tokens[number]) for number in sorted(state.tokens)],
        "variables": dict(state.variables),
        "next_id": state.next_id,
        "ended": state.ended,
    }


def state_from_json(data: Mapping[str, Any]) -> State:
    """The state that `state_to_json` wrote. Raises BpmnError for a version of the future."""
    _known(data.get("version"))
    tokens = [token_from_json(token) for token in data["tokens"]]
    return State(
        process=data["process"],
        tokens={token.id: token for token in tokens},
        variables=dict(data["variables"]),
        next_id=data["next_id"],
        ended=data["ended"],
    )


def _known(version: Any) -> None:
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise BpmnError(f"流程状态的版本 {version} 无法读取（本程序读取到版本 {VERSION}）", code="state-version")
