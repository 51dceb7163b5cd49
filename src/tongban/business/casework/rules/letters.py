"""The words of the official letters. Each is a title and paragraphs from a few facts; nothing else decides what they say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.business.casework.contracts import Sort

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """`once`: a case has at most one of this sort. `intake`: sealed at the window with the acceptance seal."""

    title: str
    text: Callable[[Facts], list[str]]
    intake: bool = False
    once: bool = True


def _opening(facts: Facts) -> str:
    return f"你（单位）于{facts['submitted']}提出的“{facts['item']}”申请（办件编号{facts['case']}）收悉。"


def _supplement(facts: Facts) -> list[str]:
    lines = [f"{no}.{name}：{what}" for no, (name, what) in enumerate(facts["missing"], start=1)]
    return [
        (
            f"{_opening(facts)}经审查，申请材料不齐全或者不符合法定形式。根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，"
            "现将需要补正的全部内容一次告知如下："
        ),
        *lines,
        "请补正后再次提交。自收到补正材料之日起重新计算审查期限。",
    ]


def _acceptance(facts: Facts) -> list[str]:
    silent = "本机关未在五个工作日内告知补正，自收到申请材料之日起即为受理。" if facts.get("deemed") else ""
    paused = f"办理中的{facts['pauses']}所需时间不计算在内，另行书面告知。" if facts.get("pauses") else ""
    return [
        f"{_opening(facts)}根据《中华人民共和国行政许可法》第三十二条的规定，予以受理，受理日期为{facts['accepted']}。{silent}",
        (
            f"法定办结时限为{facts['legal_days']}个工作日，本机关承诺{facts['promised_days']}个工作日内作出决定，"
            f"承诺办结日期为{facts['promised_until']}。{paused}"
        ),
        f"可凭办件编号和查询码查询办理进度。咨询电话：{facts['phone']}。",
    ]


def _rejection(facts: Facts) -> list[str]:
    return [
        f"{_opening(facts)}经审查，{clause(facts['reason'])}。根据{clause(facts['basis'])}，决定不予受理。",
        remedies(facts["reconsideration"], facts["court"], "本通知"),
    ]


def _special(facts: Facts) -> list[str]:
    return [
        (
            f"{_opening(facts)}根据《中华人民共和国行政许可法》第四十五条的规定，需要依法进行{facts['ground']}，"
            f"承担机构为{facts['body']}，所需时间为{facts['days']}个工作日，自{facts['since']}起。"
        ),
        f"{facts['ground']}所需时间不计算在办理期限内。",
    ]


def _extension(facts: Facts) -> list[str]:
    return [
        (
            f"{_opening(facts)}因{clause(facts['reason'])}，不能在规定期限内作出决定。根据《中华人民共和国行政许可法》第四十二条的规定，"
            f"经本机关负责人{facts['approver']}批准，延长{facts['days']}个工作日。"
        ),
    ]


def _grant(facts: Facts) -> list[str]:
    licence = f"发给《{facts['result']}》，编号{facts['license']}。" if facts.get("result") else ""
    return [
        (
            f"{_opening(facts)}经审查，申请符合法定条件、标准。根据《中华人民共和国行政许可法》第三十八条第一款的规定，"
            f"决定准予行政许可。{licence}"
        ),
    ]


def _denial(facts: Facts) -> list[str]:
    return [
        f"{_opening(facts)}经审查，{clause(facts['reason'])}。根据{clause(facts['basis'])}，决定不予行政许可。",
        remedies(facts["reconsideration"], facts["court"], "本决定"),
    ]


def remedies(reconsideration: str, court: str, what: str) -> str:
    """What somebody can do about it who does not agree with `what`."""
    return (
        f"如不服{what}，可以自收到之日起六十日内向{reconsideration}申请行政复议，"
        f"也可以自收到之日起六个月内向{court}提起行政诉讼。"
    )


def clause(typed: str) -> str:
    """What somebody typed, as a part of a sentence: without a stop of its own."""
    return typed.strip().rstrip("。，；、 ")


TEMPLATES: Mapping[Sort, Template] = {
    Sort.SUPPLEMENT: Template("补正告知书", _supplement, intake=True),
    Sort.ACCEPTANCE: Template("受理通知书", _acceptance, intake=True),
    Sort.REJECTION: Template("不予受理通知书", _rejection, intake=True),
    Sort.SPECIAL: Template("特别程序告知书", _special, intake=True, once=False),
    Sort.EXTENSION: Template("延长办理期限通知书", _extension, once=False),
    Sort.GRANT: Template("准予行政许可决定书", _grant),
    Sort.DENIAL: Template("不予行政许可决定书", _denial),
}
REPEATED = [sort.value for sort, template in TEMPLATES.items() if not template.once]
DECISIONS = (Sort.GRANT.value, Sort.DENIAL.value)
