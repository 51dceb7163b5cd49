"""Words of the public's accounts that other apps may use."""

from dataclasses import dataclass
from enum import StrEnum

PERMISSIONS = {
    "members.enter": "注册、登录、找回密码（公众）",
    "members.own": "使用本人账号（公众）",
    "members.lead": "管理企业的经办人",
    "members.run": "公众账号后台事务（系统）",
}


class Purpose(StrEnum):
    """What a one-time code opens. A code for one thing opens no other."""

    REGISTER = "register"  # 注册
    SIGN_IN = "sign_in"  # 登录
    RECOVER = "recover"  # 找回密码
    CHANGE = "change"  # 换手机号、邮箱


class Document(StrEnum):
    """The texts that somebody accepts."""

    TERMS = "terms"  # 用户服务协议
    PRIVACY = "privacy"  # 隐私政策


VERSIONS = {Document.TERMS: "2026-11", Document.PRIVACY: "2026-11"}  # the ones that count now


class Sort(StrEnum):
    """Kinds of enterprises, as their licence says."""

    HOUSEHOLD = "household"  # 个体工商户
    COMPANY = "company"  # 公司、企业
    COOPERATIVE = "cooperative"  # 农民专业合作社
    ORGANISATION = "organisation"  # 社会组织、其他组织


class Role(StrEnum):
    """What a member is to an enterprise."""

    OWNER = "owner"  # 法定代表人、经营者
    AGENT = "agent"  # 经办人


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies: the member himself or an enterprise that he acts for. `agent` is the person at the keyboard, with his code."""

    name: str
    code: str
    agent: str
    agent_code: str
    phone: str
    enterprise: bool = False
