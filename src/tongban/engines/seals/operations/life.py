"""The lines of a seal's life, and the seal as it stands now."""

from tongban.engines.seals.contracts import Act
from tongban.engines.seals.models import Seal, SealChange
from tongban.kernel.operations import doing, inside_operation, note


@inside_operation
def held(seal: Seal) -> Seal:
    """The seal as it is now, locked until the operation ends."""
    return Seal.objects.select_for_update(of=("self",)).select_related("unit", "keeper").get(pk=seal.pk)


@inside_operation
def write_line(seal: Seal, act: Act, detail: str = "") -> None:
    """One line of the seal's life, with the names of the day."""
    current = doing()
    note(act=act)
    SealChange.objects.create(
        seal=seal, act=act, at=current.at, by_name=current.actor.name, keeper_name=seal.keeper.name, detail=detail[:300]
    )
