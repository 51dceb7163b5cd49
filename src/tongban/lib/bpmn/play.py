"""Play a process by commands in JSON, as a designer tries it out and as the test models are tried."""

from collections.abc import Callable, Mapping
from typing import Any

from tongban.lib.bpmn.errors import BpmnError, CommandRefused
from tongban.lib.bpmn.events import armed
from tongban.lib.bpmn.execution import complete, start
from tongban.lib.bpmn.happenings import fail_step, send_message, send_signal, trigger
from tongban.lib.bpmn.jumping import jump, reopen
from tongban.lib.bpmn.members import add_members, remove_member
from tongban.lib.bpmn.moves import return_to, withdraw
from tongban.lib.bpmn.nodes import Compiled, Node
from tongban.lib.bpmn.run import Context
from tongban.lib.bpmn.state import Change, State, Token, Undo, open_tasks


def _never(node: Node) -> bool:
    return False


COMMANDS = ("complete", "fire", "message", "signal", "fail", "jump", "return", "withdraw", "add", "remove", "reopen")


def _unknown() -> CommandRefused:
    return CommandRefused(f"看不懂的命令，应为 {'、'.join(COMMANDS)} 之一", code="unknown-command")


class Player:
    """One instance being played: service tasks pass through, and a wrong command changes nothing.

    Commands: {"complete": id, "variables": {…}, "outcome": {…}}, {"fire": id of an event that is waited for},
    {"message": name}, {"signal": name}, {"fail": id of an open step, "error": code}, {"jump": id, "to": id},
    {"return": id, "to": id, "direct": true}, {"withdraw": id} (the last completion or return at that step), {"add": id, "items": […]} and
    {"remove": id, "member": place} for the multi-instance around an open step, {"reopen": id} once the instance has ended.
    "variables" go with the first four.
    Where several instances are open or wait, the first in order is meant, unless "nth" (from 0) says which.
    """

    def __init__(self, compiled: Compiled, process: str = "", *, variables: Mapping[str, Any] | None = None) -> None:
        self.compiled = compiled
        self.context = Context(waits=_never, done=self.done)
        self.undos: list[Undo] = []
        self.changes: list[Change] = []
        self.state: State = self._take(start(compiled, process, variables=variables, context=self.context))

    def done(self) -> set[str]:
        """The steps that were completed."""
        return {event.element for change in self.changes for event in change.events if event.kind == "completed"}

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
        if not isinstance(command, dict):
            raise _unknown()
        kind = next((name for name in COMMANDS if name in command), "")
        if not kind or not isinstance(command[kind], str):
            raise _unknown()
        for given in ("variables", "outcome"):
            if not isinstance(command.get(given, {}), dict):
                raise CommandRefused("variables 和 outcome 应为对象", element=command[kind], code="unknown-command")
        run: Callable[[str, Mapping[str, Any]], Change] = getattr(self, f"_{kind}")
        return run(command[kind], command)

    def _complete(self, element: str, command: Mapping[str, Any]) -> Change:
        token = self._open(element, command).id
        outcome, variables = command.get("outcome", {}), command.get("variables", {})
        return complete(self.compiled, self.state, token, outcome=outcome, variables=variables, context=self.context)

    def _fire(self, event: str, command: Mapping[str, Any]) -> Change:
        nth = command.get("nth")
        for token, node in armed(self.compiled, self.state.tokens):
            if node.id == event and nth in (None, token.nth):
                variables = command.get("variables", {})
                return trigger(self.compiled, self.state, token.id, event, variables=variables, context=self.context)
        raise CommandRefused(f"现在没有等待事件 {event}", element=event, code="not-waiting")

    def _message(self, name: str, command: Mapping[str, Any]) -> Change:
        return send_message(
            self.compiled, self.state, name, variables=command.get("variables", {}), context=self.context
        )

    def _signal(self, name: str, command: Mapping[str, Any]) -> Change:
        return send_signal(
            self.compiled, self.state, name, variables=command.get("variables", {}), context=self.context
        )

    def _fail(self, element: str, command: Mapping[str, Any]) -> Change:
        token, code = self._open(element, command).id, str(command.get("error", ""))
        return fail_step(self.compiled, self.state, token, code, context=self.context)

    def _return(self, element: str, command: Mapping[str, Any]) -> Change:
        token, target, direct = self._open(element, command).id, command.get("to"), command.get("direct") is True
        if not isinstance(target, str):
            raise _unknown()
        return return_to(self.compiled, self.state, token, target, direct=direct, context=self.context)

    def _jump(self, element: str, command: Mapping[str, Any]) -> Change:
        target = command.get("to")
        if not isinstance(target, str):
            raise _unknown()
        return jump(self.compiled, self.state, self._open(element, command).id, target, context=self.context)

    def _add(self, element: str, command: Mapping[str, Any]) -> Change:
        items = command.get("items")
        if not isinstance(items, list):
            raise _unknown()
        return add_members(self.compiled, self.state, self._open(element, command).id, items, context=self.context)

    def _remove(self, element: str, command: Mapping[str, Any]) -> Change:
        place = command.get("member")
        if not isinstance(place, int):
            raise _unknown()
        return remove_member(self.compiled, self.state, self._open(element, command).id, place, context=self.context)

    def _reopen(self, target: str, command: Mapping[str, Any]) -> Change:
        change = reopen(self.compiled, self.state, target, self.done(), context=self.context)
        self.undos.clear()
        return change

    def _withdraw(self, element: str, command: Mapping[str, Any]) -> Change:
        return withdraw(self.compiled, self.state, self._undo(element, command), context=self.context)

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
