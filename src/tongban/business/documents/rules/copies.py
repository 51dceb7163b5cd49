"""Copies on the desks of their receivers."""

from tongban.kernel.references import Reference


def desk_source(copy_id: int, sendings: int) -> Reference:
    """What the 收发员 have on the desk: each sending is a matter of its own, so that a second one lies there anew."""
    return Reference("copy" if sendings == 1 else f"copy.{sendings}", copy_id)
