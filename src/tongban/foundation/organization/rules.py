"""Readings of Chinese names: for search by pinyin and initials, and for user names (F-ID-08). Pure."""

import re

from pypinyin import lazy_pinyin

# Surnames that are read otherwise than the same characters elsewhere.
SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge",
    "乐": "yue", "员": "yun", "缪": "miao", "覃": "qin", "洗": "xian", "翟": "zhai", "折": "she", "黑": "he",
    "秘": "bi", "种": "chong", "能": "nai", "召": "shao", "郇": "xun", "卜": "bu", "薄": "bo", "隗": "wei",
    "祭": "zhai", "牟": "mu", "句": "gou", "阚": "kan", "么": "yao", "都": "du", "藏": "zang", "长": "chang",
    "重": "chong", "繁": "po", "佴": "nai", "乜": "nie", "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi",
    "澹台": "tan tai", "乐正": "yue zheng",
}  # fmt: skip

# Words in names of units and places whose characters have several readings.
WORDS = {
    "银行": "yin hang", "行长": "hang zhang", "行业": "hang ye", "重庆": "chong qing", "重建": "chong jian",
    "长沙": "chang sha", "长江": "chang jiang", "长春": "chang chun", "长安": "chang an", "会计": "kuai ji",
    "音乐": "yin yue", "厦门": "xia men", "都": "du", "调查": "diao cha", "调研": "diao yan", "传达": "chuan da",
    "朝阳": "chao yang", "校对": "jiao dui", "畜牧": "xu mu", "藏族": "zang zu", "西藏": "xi zang", "参谋": "can mou",
}  # fmt: skip
_WORD = re.compile("(" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")")


def unit_reading(name: str) -> tuple[str, str]:
    """Pinyin and initials of the name of a unit or place: 县发改局 → ("xianfagaiju", "xfgj")."""
    parts = [part for part in _WORD.split(name) if part]
    return _joined([s for part in parts for s in (WORDS[part].split() if part in WORDS else _syllables(part))])


def person_reading(name: str) -> tuple[str, str]:
    """Pinyin and initials of a person's name, the surname read as a surname: 曾庆红 → ("zengqinghong", "zqh")."""
    surname = next((name[:n] for n in (2, 1) if name[:n] in SURNAMES), "")
    return _joined(SURNAMES.get(surname, "").split() + _syllables(name[len(surname) :]))


def username_for(name: str, taken: set[str]) -> str:
    """The user name proposed for a person: full pinyin, with a number on collision (zhangsan, zhangsan01, zhangsan02 …)."""
    base = person_reading(name)[0] or "user"
    if base not in taken:
        return base
    return next(free for n in range(1, len(taken) + 2) if (free := f"{base}{n:02d}") not in taken)


def _syllables(text: str) -> list[str]:
    spelled = (re.sub(r"[^a-z0-9]", "", s.lower()) for s in lazy_pinyin(text))
    return [s for s in spelled if s]


def _joined(syllables: list[str]) -> tuple[str, str]:
    return "".join(syllables), "".join(s[0] for s in syllables)
