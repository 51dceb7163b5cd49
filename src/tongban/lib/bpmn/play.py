"""Play a process by commands in JSON, as a designer tries it out and as the test models are tried."""

from collections.abc import Mapping
from typing import Any

from tongban.lib.bpmn.compiled import Compiled, Node
from tongban.lib.bpmn.errors import BpmnError, CommandRefused
from tongban.lib.bpmn.execution import complete, start
from tongban.lib.bpmn.moves import return_to, withdraw
from tongban.lib.bpmn.run import Context
from tongban.lib.bpmn.state import Change, State, Token, Undo, open_tasks


def _never(node: Node) -> bool:
    return False


PLAY = Context(waits=_never)


class Player:
    """One instance being played: service tasks pass through, and a wrong command changes nothing.

    Commands: {"complete": id, "variables": {…}, "outcome": {…}}, {"return": id, "to": id, "direct": true},
    {"withdraw": id} (the last completion or return at that step). Where several instances of a step are open,
    the first in order is meant, unless "nth" (from 0) says which.
    """

    def __init__(self, compiled: Compiled, process: str = "", *, variables: Mapping[str, Any] | None = None) -> None:
        self.compiled = compiled
        self.undos: list[Undo] = []
        self.changes: list[Change] = []
        self.state: State = self._take(start(compiled, process, variables=variables, context=PLAY))

    def picture(self) -> dict[str, Any]:
        """What is open now, as the command prints it."""
        return {
            "open": sorted(token.node for token in open_tasks(self.state)),
            "ended": bool(self.state.ended),
            "variables": dict(self.state.variables),
        }

    def do(self, command: Any) -> dict[str, Any]:
        """Carry out one command; gives the picture after it, or {"error", "code"} with everything as before."""
        try:
            self.state = self._take(self._carry_out(command))
        except BpmnError as error:
            return {"error": error.message, "code": error.code}
        return self.picture()

    def _take(self, change: Change) -> State:
        if change.undo is not None:
            self.undos.append(change.undo)
        self.changes.append(change)
        return change.state

    def _carry_out(self, command: Any) -> Change:
        match command:
            case {"complete": str(element)}:
                return self._complete(element, command)
            case {"return": str(element), "to": str(target)}:
                token = self._open(element, command).id
                direct = command.get("direct") is True
                return return_to(self.compiled, self.state, token, target, direct=direct, context=PLAY)
            case {"withdraw": str(element)}:
                return withdraw(self.compiled, self.state, self._undo(element, command), context=PLAY)
        raise CommandRefused("看不懂的命令，应为 complete、return 或 withdraw", code="unknown-command")

    def _complete(self, element: str, command: Mapping[str, Any]) -> Change:
        token = self._open(element, command).id
        outcome, variables = command.get("outcome", {}), command.get("variables", {})
        if not isinstance(outcome, dict) or not isinstance(variables, dict):
            raise CommandRefused("variables 和 outcome 应为对象", element=element, code="unknown-command")
        return complete(self.compiled, self.state, token, outcome=outcome, variables=variables, context=PLAY)

    def _undo(self, element: str, command: Mapping[str, Any]) -> Undo:
        nth = command.get("nth")
        for undo in reversed(self.undos):
            if undo.token.node == element and nth in (None, undo.token.nth):
                return undo
        raise CommandRefused(f"环节 {element} 还没有办理过，不能撤回", element=element, code="not-done")

    def _open(self, element: str, command: Mapping[str, Any]) -> Token:
        nth = command.get("nth")
        for token in open_tasks(self.state):
            if token.node == element and nth in (None, token.nth):
                return token
        raise CommandRefused(f"环节 {element} 现在没有待办", element=element, code="not-open")
