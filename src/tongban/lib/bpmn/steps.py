"""Our own attributes (namespace urn:tongban:bpmn:1) as a typed value. The table of them is in README.md."""

import re
from dataclasses import dataclass

from tongban.lib.bpmn.model import Element

FALLBACKS = ("administrator", "skip", "block")
TIMEOUTS = ("remind", "escalate", "pass-on", "approve", "return")
MOVES = (
    "return", "return-any", "return-drafter", "return-direct", "withdraw", "transfer", "delegate", "consult", "add-before",
    "add-after", "add-parallel", "add-member", "remove", "circulate", "copy", "claim", "urge", "suspend", "terminate", "jump", "batch",
)  # fmt: skip
VARIABLE = re.compile(r"[$#]\{\s*(\w+)\s*\}")
LIMIT = re.compile(r"(\d{1,4})(wd|wh|d|h)")

ON_STEP = {"role", "relation", "fallback", "form", "legal", "moves", "limit", "timeout", "opinion", "decisions"}
KNOWN = {
    "userTask": ON_STEP,
    "manualTask": ON_STEP,
    "serviceTask": {"service"},
    "sendTask": {"service"},
    "businessRuleTask": {"service"},
    "callActivity": {"in", "out"},
    "endEvent": {"abandoned"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """Who does a step, with what, and within which bounds.

    `role` is a role or post code, `relation` the place it is looked for ("drafter-unit", "previous", "item", "field:<name>" …: the
    host's words); `fallback` says what happens when nobody fits. `limit` is (amount, unit), unit wd and wh for working
    days and hours, d and h for calendar ones. `opinion` is the box of the 处理单, `decisions` the buttons beside 提交.
    What a vendor's model says is in `users`, `groups` and `due` as written; where it can be said in our words it is also in
    `role` and `relation`: `${initiator}` is the drafter, `${name}` whom the variable names, one group a role.
    """

    role: str = ""
    relation: str = ""
    fallback: str = "administrator"
    form: str = ""
    legal: bool = False
    moves: frozenset[str] = frozenset()
    limit: tuple[int, str] | None = None
    timeout: str = ""
    opinion: str = ""
    decisions: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    due: str = ""


def step_of(element: Element) -> Step:
    """The typed attributes; wrong values count as absent (`mistakes` reports them)."""
    own = element.tb
    limit = LIMIT.fullmatch(own.get("limit", ""))
    users, groups = _performers(element)
    role, relation = own.get("role", ""), own.get("relation", "")
    if not role and not relation:
        role, relation = _in_our_words(users, groups)
    return Step(
        role=role,
        relation=relation,
        fallback=own.get("fallback", "administrator"),
        form=own.get("form", "") or element.vendor.get("formKey", ""),
        legal=own.get("legal") == "true",
        moves=frozenset(own.get("moves", "").split()),
        limit=(int(limit[1]), limit[2]) if limit else None,
        timeout=own.get("timeout", ""),
        opinion=own.get("opinion", ""),
        decisions=tuple(own.get("decisions", "").split()),
        users=users,
        groups=groups,
        due=element.vendor.get("dueDate", ""),
    )


def _performers(element: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Users and groups as a vendor's attributes or the standard's performers name them."""
    users = [*_words(element.vendor.get("assignee", "")), *_words(element.vendor.get("candidateUsers", ""))]
    groups = _words(element.vendor.get("candidateGroups", ""))
    users += [name for kind, name in element.performers if kind == "user"]
    groups += [name for kind, name in element.performers if kind == "group"]
    return tuple(dict.fromkeys(users)), tuple(dict.fromkeys(groups))


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in text.split(",")) if word]


def _in_our_words(users: tuple[str, ...], groups: tuple[str, ...]) -> tuple[str, str]:
    variable = VARIABLE.fullmatch(users[0]) if len(users) == 1 else None
    if variable:
        return ("drafter", "") if variable[1] == "initiator" else ("", f"field:{variable[1]}")
    if len(groups) == 1 and not users and "{" not in groups[0]:
        return groups[0], ""
    return "", ""


def mistakes(element: Element) -> list[str]:
    """What is wrong with an element's own attributes, one Chinese sentence each."""
    own = element.tb
    allowed = KNOWN.get(element.tag, set())
    found = [f"不认识的属性 tb:{name}" for name in own if name not in allowed]
    found += [f"tb:moves 中不认识的操作「{move}」" for move in own.get("moves", "").split() if move not in MOVES]
    if own.get("fallback", "block") not in FALLBACKS:
        found.append(f"tb:fallback 应为 {'、'.join(FALLBACKS)} 之一")
    if own.get("timeout", "remind") not in TIMEOUTS:
        found.append(f"tb:timeout 应为 {'、'.join(TIMEOUTS)} 之一")
    if "limit" in own and not LIMIT.fullmatch(own["limit"]):
        found.append("tb:limit 应为数字加 wd（工作日）、wh（工作小时）、d 或 h，如 3wd")
    found += [
        f"tb:{name} 应为 true 或 false"
        for name in ("legal", "abandoned")
        if own.get(name, "true") not in ("true", "false")
    ]
    if own.get("legal") == "true" and (own.get("timeout") in ("approve", "pass-on") or own.get("fallback") == "skip"):
        found.append("法定环节不得自动通过或跳过（tb:timeout、tb:fallback）")
    if own.get("legal") == "true" and "batch" in own.get("moves", "").split():
        found.append("法定环节不得批量办理（tb:moves）")
    return found
