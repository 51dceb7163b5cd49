"""The fifteen 文种 of 条例第八条, the ways they may go (行文方向) and whether they name 主送机关."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """行文方向, seen from the issuing organ."""

    UP = "上行"
    DOWN = "下行"
    LEVEL = "平行"


@dataclass(frozen=True, slots=True)
class Kind:
    """A 文种. ``addressed`` is True where 主送机关 is required, False where the kind has none, None where it may."""

    name: str
    ways: frozenset[Way]
    addressed: bool | None


_DOWN = frozenset({Way.DOWN})
_UP = frozenset({Way.UP})

KINDS = {
    kind.name: kind
    for kind in (
        Kind("决议", _DOWN, False),
        Kind("决定", _DOWN, None),
        Kind("命令", _DOWN, False),
        Kind("令", _DOWN, False),
        Kind("公报", _DOWN, False),
        Kind("公告", _DOWN, False),
        Kind("通告", _DOWN, False),
        Kind("意见", frozenset(Way), True),
        Kind("通知", frozenset({Way.DOWN, Way.LEVEL}), True),
        Kind("通报", _DOWN, True),
        Kind("报告", _UP, True),
        Kind("请示", _UP, True),
        Kind("批复", _DOWN, True),
        Kind("议案", frozenset({Way.LEVEL}), True),
        Kind("函", frozenset({Way.LEVEL}), True),
        Kind("纪要", _DOWN, None),
    )
}


def kind_of(title: str) -> str:
    """The 文种 at the end of a title; empty where there is none."""
    bare = title.split("（")[0]
    return next((name for name in KINDS if bare.endswith(name)), "")
