"""Anticipated refusals, each with a stable `code` for machines and a Chinese `message` for people."""


class BpmnError(Exception):
    """Base of all refusals of this library. A refused command has changed nothing."""

    code = "bpmn"

    def __init__(self, message: str, *, element: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.element = element
        if code:
            self.code = code


class ModelRefused(BpmnError):
    """The file cannot be read, or is not a process that can be executed."""

    code = "model-refused"


class ExpressionError(BpmnError):
    """An expression cannot be parsed. `position` counts characters from 0 in the text as given."""

    code = "expression"

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(message)
        self.position = position


class CommandRefused(BpmnError):
    """A command does not fit the state: no such open step, finished instance, step done before."""

    code = "command-refused"


class MoveRefused(BpmnError):
    """A return or withdrawal is not possible from here; `code` names the row of the truth table."""

    code = "move-refused"


class NoWayOut(BpmnError):
    """No condition of a gateway holds and it has no default flow. The step stays open."""

    code = "no-way-out"


class Runaway(BpmnError):
    """One command passed more elements than any sane process has: a loop without a person."""

    code = "runaway"
