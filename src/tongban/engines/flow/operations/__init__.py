"""The moves. Each acts on a work (or, withdrawing, on a done one), whatever the subject is."""

from tongban.engines.flow.operations.completing import (
    Result,
    complete,
    finish,
    finish_service,
    keep_opinion,
    start,
)
from tongban.engines.flow.operations.happening import fail, fire_timer, hear_signal, send_message, send_signal
from tongban.engines.flow.operations.passing_on import transfer
from tongban.engines.flow.operations.recording import Instruction, confirm_recorded, record_for
from tongban.engines.flow.operations.returning import send_back, withdraw

__all__ = [
    "Instruction", "Result", "complete", "confirm_recorded", "fail", "finish", "finish_service", "fire_timer",
    "hear_signal", "keep_opinion", "record_for", "send_back", "send_message", "send_signal", "start", "transfer", "withdraw",
]  # fmt: skip
