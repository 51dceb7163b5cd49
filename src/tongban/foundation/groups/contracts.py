"""Words of the groups of people."""

from dataclasses import dataclass

PERMISSIONS = {"groups.keep": "维护用户组（单位的由单位管理员，常用人员组由本人）"}
LEADERS = "部门领导"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupData:
    """What is said about a group (F-ID-13). `parent_id`: the group under which it hangs, None at the top."""

    name: str
    description: str = ""
    order: int = 0
    parent_id: int | None = None
