"""The process that the product ships for cases."""

from datetime import datetime
from pathlib import Path

from tongban.engines.flow import api as flow
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation

DATA = Path(__file__).parents[1] / "data"


@operation(may="flow.administer")
def publish_case_process(*, actor: Actor, at: datetime) -> None:
    """Publish what is new in the data folder. Running cases keep their version."""
    note(processes=[f"{d.key} {d.version}" for d in flow.ship(folder=DATA, at=at)])
