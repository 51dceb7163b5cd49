"""Which moves a step allows (tb:moves), and what may be said and chosen with one. Plain Python."""

from collections.abc import Collection, Mapping
from typing import Any

from tongban.engines.flow.contracts import Choice

OPINION_LENGTH = 500


def return_allowed(
    moves: Collection[str], target: str, *, previous: Collection[str], first: str, direct: bool = False
) -> bool:  # fmt: skip
    """Whether a step may be sent back to the target: `return` the step before, `return-drafter` the first, `return-any` each."""
    if direct and "return-direct" not in moves:
        return False
    before = target in previous and "return" in moves
    drafter = target == first and "return-drafter" in moves
    return before or drafter or "return-any" in moves


def opinion_fault(opinion: str, *, box: str) -> dict[str, str]:
    """A step with a box on the 处理单 is not done without an opinion (F-OD-40)."""
    if box and not opinion.strip():
        return {"opinion": "请填写处理意见。"}
    if len(opinion) > OPINION_LENGTH:
        return {"opinion": f"意见有 {len(opinion)} 字，超过 {OPINION_LENGTH} 字。"}
    return {}


def words_fault(field: str, words: str, name: str) -> dict[str, str]:
    """What somebody must say in a field of its own: a reason, an answer."""
    if not words.strip():
        return {field: f"请填写{name}。"}
    if len(words) > OPINION_LENGTH:
        return {field: f"{name}有 {len(words)} 字，超过 {OPINION_LENGTH} 字。"}
    return {}


def chosen(offered: list[Choice], given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The variables that a step sets, only from what it offers; and what is wrong with the choices, by name."""
    variables, faults = {}, {}
    for choice in offered:
        values = [str(v) for v in _listed(given.get(choice.name))]
        if choice.required and not values:
            faults[choice.name] = f"请选择{choice.label}。"
        elif values and not _offered(choice, values):
            faults[choice.name] = f"{choice.label}的选项不对，请重新选择。"
        else:
            kept: list[Any] = values if choice.words else [int(v) for v in values]
            variables[choice.name] = kept if choice.many else next(iter(kept), None)
    return variables, faults


def _offered(choice: Choice, values: list[str]) -> bool:
    known = {option.value for option in choice.options}
    return known.issuperset(values) and (choice.many or len(values) == 1)


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
