"""答复: what a document that answers another is called."""

import re

_ABOUT = re.compile(r"关于(.+?)的?(?:请示|函|报告|通知|意见|来函)?$")


def answer_kind(kind: str) -> str:
    """A 请示 is answered by 批复, everything else by 函."""
    return "批复" if kind == "请示" else "函"


def answer_title(title: str, kind: str) -> str:
    """城关镇人民政府关于修缮敬老院的请示 → 关于修缮敬老院的批复."""
    found = _ABOUT.search(title.strip())
    about = found[1] if found else title.strip()
    return f"关于{about}的{'批复' if kind == '批复' else '复函'}"
