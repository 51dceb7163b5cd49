"""发牌规则: which passed mark of which clock gives which card. A clock tells its marks to the second of working time.

The preset 湖南 (standards §9.1): a card when used time minus limit passes the threshold, one second over counting as over.
overdue = trunc((used - limit) / day) + (1 if a positive rest): "≥ -2" holds one second after limit - 3 days, so its mark is -3;
"≥ 1" one second after the limit, mark 0; "> 1" one second after limit + 1 day, mark 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.business.supervision.contracts import Level


@dataclass(frozen=True, slots=True)
class Trigger:
    """`code` is the clock's, `mark` days from its end. `key` names the rule on its cards for good."""

    key: str
    code: str
    mark: int
    level: Level
    label: str


HUNAN: tuple[Trigger, ...] = (
    Trigger("promised-near", "casework.promised", -3, Level.WARNING, "承诺时限将到"),
    Trigger("promised-over", "casework.promised", 0, Level.YELLOW, "超过承诺时限"),
    Trigger("legal-over", "casework.legal", 0, Level.RED, "超过法定时限"),
    Trigger("special-near", "casework.special", -3, Level.WARNING, "特别程序将到期"),
    Trigger("special-over", "casework.special", 0, Level.YELLOW, "特别程序超过告知的天数"),
    Trigger("special-long-over", "casework.special", 1, Level.RED, "特别程序超过告知的天数1个工作日以上"),
    Trigger("web-over", "casework.preaccept", 0, Level.WARNING, "网上申请超过2个工作日未审查"),
    Trigger("web-long-over", "casework.preaccept", 3, Level.YELLOW, "网上申请超过5个工作日未审查"),
    Trigger("web-far-over", "casework.preaccept", 5, Level.RED, "网上申请超过7个工作日未审查"),
    Trigger("issuing-over", "casework.issuing", 0, Level.YELLOW, "决定后超过3个工作日未出证"),
)
BY_MARK: Mapping[tuple[str, int], Trigger] = {(t.code, t.mark): t for t in HUNAN}
NEAR: Mapping[str, Trigger] = {t.code: t for t in HUNAN if t.mark < 0}
BY_KEY: Mapping[str, Trigger] = {t.key: t for t in HUNAN}
BY_HAND = "by-hand"
CODES = frozenset(t.code for t in HUNAN)


def trigger_of(code: str, mark: int) -> Trigger | None:
    """The rule that a passed mark of this clock fulfils. Any mark before the end is 预警: how long before is a setting."""
    return NEAR.get(code) if mark < 0 else BY_MARK.get((code, mark))


def label_of(key: str) -> str:
    return "监察员发牌" if key == BY_HAND else BY_KEY[key].label
