"""The moves. Each acts on a work (or, withdrawing, on a done one), whatever the subject is."""

from tongban.engines.flow.operations.completing import complete, finish, finish_service, keep_opinion, start
from tongban.engines.flow.operations.passing_on import transfer
from tongban.engines.flow.operations.returning import send_back, withdraw

__all__ = ["complete", "finish", "finish_service", "keep_opinion", "send_back", "start", "transfer", "withdraw"]
