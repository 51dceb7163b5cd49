"""The moves. Each acts on a work (or, withdrawing, on a done one), whatever the subject is."""

from tongban.engines.flow.operations.completing import complete, finish, finish_service, keep_opinion, start
from tongban.engines.flow.operations.passing_on import transfer
from tongban.engines.flow.operations.recording import Instruction, confirm_recorded, record_for
from tongban.engines.flow.operations.returning import send_back, withdraw

__all__ = [
    "Instruction", "complete", "confirm_recorded", "finish", "finish_service", "keep_opinion", "record_for",
    "send_back", "start", "transfer", "withdraw",
]  # fmt: skip
