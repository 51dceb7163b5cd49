"""What a group must look like. Pure."""

from collections.abc import Iterator, Mapping

from tongban.foundation.groups.contracts import GroupData

DEEPEST = 6


def group_faults(data: GroupData) -> dict[str, str]:
    """What is wrong with a group's data, by field; empty when nothing is."""
    return {} if data.name.strip() else {"name": "请填写名称。"}


def upwards(parents: Mapping[int, int | None], group: int | None) -> Iterator[int]:
    """The group and those above it; ends even where the rows were a ring."""
    seen: set[int] = set()
    while group is not None and group not in seen:
        seen.add(group)
        yield group
        group = parents.get(group)
