"""Pages of a scan moved and turned, one act at a time."""

from collections.abc import Sequence

ACTS = ("up", "down", "left", "right", "remove")


def arranged(pages: Sequence[tuple[int, int]], page: int, act: str) -> list[tuple[int, int]]:
    """(page, turn) in their order after the act on one of them; what cannot be done changes nothing."""
    rows = list(pages)
    place = next((place for place, (pk, _) in enumerate(rows) if pk == page), None)
    if place is None:
        return rows
    pk, turn = rows[place]
    if act == "remove":
        del rows[place]
    elif act in ("left", "right"):
        rows[place] = (pk, (turn + (90 if act == "right" else 270)) % 360)
    else:
        other = place + (1 if act == "down" else -1)
        if act in ("up", "down") and 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
    return rows
