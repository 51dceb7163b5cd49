"""The door of the process engine."""

from tongban.engines.flow.contracts import (
    PERMISSIONS,
    Choice,
    Host,
    InstanceEnded,
    Later,
    Move,
    Option,
    ServiceReached,
    StepCompleted,
    StepReturned,
    StepsOpened,
    Subject,
    Thrown,
)  # fmt: skip
from tongban.engines.flow.definitions import ship
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations import (
    Instruction,
    Result,
    add_before,
    complete,
    confirm_recorded,
    delegate,
    fail,
    finish,
    finish_service,
    jump,
    keep_opinion,
    record_for,
    resume,
    send_back,
    send_message,
    send_signal,
    set_due,
    start,
    stop,
    suspend,
    transfer,
    urge,
    withdraw,
)
from tongban.engines.flow.operations.ending import erase_texts, terminate
from tongban.engines.flow.operations.recording import WAYS
from tongban.engines.flow.queries import (
    TrackLine,
    has_step,
    moves_of,
    open_work,
    open_works,
    picture_of,
    recordable,
    return_targets,
    track,
    variables_of,
    waiting_service,
    work_for,
    works_of,
)
from tongban.engines.flow.registry import hosts

__all__ = [
    "PERMISSIONS", "WAYS", "Choice", "Host", "InstanceEnded", "Instruction", "Later", "Move", "Option", "Result",
    "ServiceReached", "StepCompleted", "StepReturned", "StepsOpened", "Subject", "Thrown", "TrackLine", "Work",
    "add_before", "complete", "confirm_recorded", "delegate", "erase_texts", "fail", "finish", "finish_service",
    "has_step", "hosts", "jump", "keep_opinion", "moves_of", "open_work", "open_works", "picture_of", "record_for",
    "recordable", "resume", "return_targets", "send_back", "send_message", "send_signal", "set_due", "ship", "start", "stop",
    "suspend", "terminate", "track", "transfer", "urge", "variables_of", "waiting_service", "withdraw", "work_for", "works_of",
]  # fmt: skip
