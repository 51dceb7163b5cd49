"""The moves. Each acts on a work (or, withdrawing, on a done one), whatever the subject is."""

from tongban.engines.flow.operations.asides import add_parallel, answer, circulate, consult, copy, take_back
from tongban.engines.flow.operations.asking import add_after, add_before, delegate, remove_asked
from tongban.engines.flow.operations.completing import (
    Result,
    complete,
    complete_in_batch,
    finish,
    finish_service,
    keep_opinion,
    start,
)
from tongban.engines.flow.operations.designing import begin_draft, discard_draft, publish_draft, save_draft
from tongban.engines.flow.operations.happening import fail, fire_timer, hear_signal, send_message, send_signal
from tongban.engines.flow.operations.lateness import time_out
from tongban.engines.flow.operations.limiting import set_due
from tongban.engines.flow.operations.members import add_members, remove_member
from tongban.engines.flow.operations.migrating import Target, migrate_instance
from tongban.engines.flow.operations.passing_on import transfer
from tongban.engines.flow.operations.recording import Instruction, confirm_recorded, record_for
from tongban.engines.flow.operations.reopening import reopen
from tongban.engines.flow.operations.returning import send_back, withdraw
from tongban.engines.flow.operations.steering import jump, resume, stop, suspend, urge
from tongban.engines.flow.operations.taking import claim, put_back

__all__ = [
    "Instruction", "Result", "Target", "add_after", "add_before", "add_members", "add_parallel", "answer", "begin_draft",
    "circulate", "claim", "complete", "complete_in_batch", "confirm_recorded", "consult", "copy", "delegate", "discard_draft",
    "fail", "finish", "finish_service", "fire_timer", "hear_signal", "jump", "keep_opinion", "migrate_instance",
    "publish_draft", "put_back", "record_for", "remove_asked", "remove_member", "reopen", "resume", "save_draft", "send_back",
    "send_message", "send_signal", "set_due", "start", "stop", "suspend", "take_back", "time_out", "transfer", "urge",
    "withdraw",
]  # fmt: skip
