"""Readings of Chinese names, for search and for user names (F-ID-08); what units, people and delegations must look like. Pure."""

import re
from datetime import datetime, timedelta

from pypinyin import lazy_pinyin

from tongban.foundation.organization.contracts import ApplicationData, DelegationTerms, PersonData, UnitData, UnitKind

LONGEST_DELEGATION = timedelta(days=180)

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


CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code_right(code: str) -> bool:
    """Whether a unified social credit code has its 18 characters and the right check character (GB 32100-2015)."""
    if len(code) != 18 or any(c not in CREDIT_CODE for c in code):
        return False
    total = sum(CREDIT_CODE.index(c) * w for c, w in zip(code, CREDIT_WEIGHTS, strict=False))
    return CREDIT_CODE[-total % 31] == code[17]


def unit_faults(data: UnitData) -> dict[str, str]:
    """What is wrong with a unit's data, by field; empty when nothing is."""
    faults = {}
    if not data.name.strip():
        faults["name"] = "请填写单位全称。"
    if data.credit_code and not credit_code_right(data.credit_code):
        faults["credit_code"] = "统一社会信用代码应为 18 位，且校验位要对，请核对。"
    if data.form == UnitKind.SECTION and data.word:
        faults["word"] = "内设机构不单独发文，没有机关代字。"
    return faults


def region_faults(code: str, name: str) -> dict[str, str]:
    """What is wrong with a region's data, by field. Codes follow GB/T 2260 (6 digits) and its 9 and 12 digit extensions."""
    faults = {} if name.strip() else {"name": "请填写名称。"}
    if not re.fullmatch(r"\d{6}(\d{3}){0,2}", code):
        faults["code"] = "区划代码应为 6、9 或 12 位数字。"
    return faults


def segment_faults(first: str, last: str) -> dict[str, str]:
    """What is wrong with a segment of 单位编码, by field. Both empty: none is reserved."""
    if not first and not last:
        return {}
    if not re.fullmatch(r"[0-9]{1,30}", first):
        return {"first": "号段的开始应全是数字，例如：030000。"}
    if not re.fullmatch(r"[0-9]{1,30}", last) or len(last) != len(first) or last < first:
        return {"last": "号段的结束应与开始位数相同，并且不小于开始。"}
    return {}


def person_faults(data: PersonData) -> dict[str, str]:
    """What is wrong with a person's data, by field."""
    faults = {}
    if not data.name.strip():
        faults["name"] = "请填写姓名。"
    if data.mobile and not re.fullmatch(r"1\d{10}", data.mobile):
        faults["mobile"] = "手机号应为 11 位数字，以 1 开头。"
    if data.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", data.email):
        faults["email"] = "电子邮箱的格式不对，例如 name@example.cn。"
    return faults


def application_faults(data: ApplicationData) -> dict[str, str]:
    """What is wrong with what an applicant says about himself, by field. The name is the real one (F-ID-39)."""
    faults = person_faults(PersonData(name=data.name, mobile=data.mobile))
    if data.name.strip() and not re.fullmatch(
        r"[\u3400-\u9fff\U00020000-\U000323af]{2,20}(·[\u3400-\u9fff]{1,20})*", data.name.strip()
    ):
        faults["name"] = "请填写身份证上的中文姓名，少数民族姓名中间用“·”。"
    if not data.mobile.strip():
        faults["mobile"] = "请填写手机号，审核结果用短信告诉您。"
    for name, label in (("wish", "岗位"), ("reason", "申请理由")):
        if not getattr(data, name).strip():
            faults[name] = f"请填写{label}。"
    if data.username and (fault := username_fault(data.username)):
        faults["username"] = fault
    return faults


def username_fault(username: str) -> str:
    """What is wrong with a chosen user name; empty when nothing is."""
    right = re.fullmatch(r"[a-z][a-z0-9_.-]{1,59}", username)
    return "" if right else "用户名用小写字母开头，可含数字、点、横线，2 至 60 位。"


def delegation_faults(terms: DelegationTerms, *, at: datetime) -> dict[str, str]:
    """What is wrong with the terms of a delegation, by field."""
    if terms.until <= terms.since:
        return {"until": "结束时间应晚于开始时间。"}
    if terms.until <= at:
        return {"until": "结束时间已经过去。"}
    if terms.until - terms.since > LONGEST_DELEGATION:
        return {"until": f"委托最长 {LONGEST_DELEGATION.days} 天；更久的请管理员调整岗位。"}
    return {}
