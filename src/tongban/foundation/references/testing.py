"""For tests of any app: a kind of thing that needs no table."""

from collections.abc import Collection
from types import SimpleNamespace

from tongban.foundation.references.contracts import Kind
from tongban.foundation.references.queries import kinds
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

KIND = "test_paper"


def paper(number: int) -> Reference:
    """A paper that exists up to number 999, and that only the person of the same number may see."""
    if KIND not in kinds:
        kinds.register(KIND, Kind("测试文件", _load, lambda thing: thing.title, lambda thing: thing.url, _visible))
    return Reference(KIND, number)


def _load(ids: Collection[int]) -> dict[int, SimpleNamespace]:
    return {i: SimpleNamespace(title=f"测试文件{i}", url=f"/papers/{i}") for i in ids if i < 1000}


def _visible(viewer: Actor, ids: Collection[int]) -> list[int]:
    return [i for i in ids if viewer.person_id == i]
