"""The people of the county who use the hall online: an owner with his household business, his agent, and an old lady."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tongban.demo.county import SYSTEM
from tongban.demo.operations import PASSWORD, open_members
from tongban.foundation.members.api import Sort
from tongban.lib.typed.checks import credit_check, id_check

OWNER, AGENT, ELDER = ("周明", "13912340001"), ("何苗", "13912340002"), ("罗桂兰", "13912340003")
BORN = {OWNER[0]: "19840312", AGENT[0]: "19930726", ELDER[0]: "19510908"}
BUSINESS, SORT = "临江县周记小吃店", Sort.HOUSEHOLD
SINCE = timedelta(days=60)


def first(*, at: datetime) -> None:
    """Make them, as if they had registered two months ago."""
    people = [
        (name, phone, _number(name, order)) for order, (name, phone) in enumerate((OWNER, AGENT, ELDER), start=11)
    ]
    business = (BUSINESS, _code(), SORT)
    open_members(people=people, business=business, actor=SYSTEM, at=at - SINCE)


def lines() -> Iterator[str]:
    """One line an account: part, telephone, name."""
    yield f"网上办事大厅的演示账号（手机号登录，密码也是 {PASSWORD}）："
    for part, (name, phone) in ((f"{BUSINESS}负责人", OWNER), (f"{BUSINESS}经办人", AGENT), ("老年人", ELDER)):
        yield f"  {part}\t{phone}\t{name}"


def _number(name: str, order: int) -> str:
    head = f"999900{BORN[name]}{order:03d}"
    return head + id_check(head)


def _code() -> str:
    head = "92999900MA0000001"
    return head + credit_check(head)
