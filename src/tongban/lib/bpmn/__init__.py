"""BPMN 2.0 as a library: read, check, compile, and run as "state in, change out". See README.md.

compiled = compile_model(parse(xml))
change = start(compiled)
task = open_tasks(change.state)[0]
change = complete(compiled, change.state, task.id, outcome={"decision": "agree"})
"""

from tongban.lib.bpmn.checks import check
from tongban.lib.bpmn.comparing import Difference, differences
from tongban.lib.bpmn.compiled import compile_model
from tongban.lib.bpmn.errors import (
    BpmnError,
    CommandRefused,
    ExpressionError,
    ModelRefused,
    MoveRefused,
    NoWayOut,
    Runaway,
)
from tongban.lib.bpmn.events import armed
from tongban.lib.bpmn.execution import complete, start
from tongban.lib.bpmn.expressions import Expression, parse_expression
from tongban.lib.bpmn.findings import Finding
from tongban.lib.bpmn.happenings import fail_step, send_message, send_signal, timers, trigger
from tongban.lib.bpmn.jumping import jump, reopen
from tongban.lib.bpmn.members import add_members, many_around, members, remove_member
from tongban.lib.bpmn.migrating import migrate, proposed
from tongban.lib.bpmn.model import Element, Model, Process, SequenceFlow
from tongban.lib.bpmn.moves import first_step, previous_steps, return_targets, return_to, withdraw
from tongban.lib.bpmn.nodes import Compiled, Container, Flow, LoopSpec, Node
from tongban.lib.bpmn.play import Player
from tongban.lib.bpmn.reading import parse
from tongban.lib.bpmn.run import Context
from tongban.lib.bpmn.state import (
    CANCELLED,
    CLOSED,
    COMPLETED,
    JOIN,
    JOINED,
    LISTEN,
    LOOP,
    ROOT,
    SCOPE,
    SERVICE,
    TASK,
    WAIT,
    Change,
    Event,
    Loop,
    Removed,
    State,
    Thrown,
    Token,
    Undo,
    apply,
    open_tasks,
)
from tongban.lib.bpmn.steps import Step
from tongban.lib.bpmn.stored import (
    state_from_json,
    state_to_json,
    token_from_json,
    token_to_json,
    undo_from_json,
    undo_to_json,
)
from tongban.lib.bpmn.timers import Timer, parse_timer
from tongban.lib.bpmn.writing import write

__all__ = [
    "CANCELLED",
    "CLOSED",
    "COMPLETED",
    "JOIN",
    "JOINED",
    "LISTEN",
    "LOOP",
    "ROOT",
    "SCOPE",
    "SERVICE",
    "TASK",
    "WAIT",
    "BpmnError",
    "Change",
    "CommandRefused",
    "Compiled",
    "Container",
    "Context",
    "Difference",
    "Element",
    "Event",
    "Expression",
    "ExpressionError",
    "Finding",
    "Flow",
    "Loop",
    "LoopSpec",
    "Model",
    "ModelRefused",
    "MoveRefused",
    "NoWayOut",
    "Node",
    "Player",
    "Process",
    "Removed",
    "Runaway",
    "SequenceFlow",
    "State",
    "Step",
    "Thrown",
    "Timer",
    "Token",
    "Undo",
    "add_members",
    "apply",
    "armed",
    "check",
    "compile_model",
    "complete",
    "differences",
    "fail_step",
    "first_step",
    "jump",
    "many_around",
    "members",
    "migrate",
    "open_tasks",
    "parse",
    "parse_expression",
    "parse_timer",
    "previous_steps",
    "proposed",
    "remove_member",
    "reopen",
    "return_targets",
    "return_to",
    "send_message",
    "send_signal",
    "start",
    "state_from_json",
    "state_to_json",
    "timers",
    "token_from_json",
    "token_to_json",
    "trigger",
    "undo_from_json",
    "undo_to_json",
    "withdraw",
    "write",
]  # fmt: skip
