"""Words of the public's accounts that other apps may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from tongban.kernel.errors import Anticipated
from tongban.kernel.registry import Registry

PERMISSIONS = {
    "members.enter": "注册、登录、找回密码（公众）",
    "members.own": "使用本人账号（公众）",
    "members.lead": "管理企业的经办人",
    "members.part": "退出或解除经办",
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
    IDENTITY = "identity"  # 身份信息处理告知书: asked separately, before a real-name check (个人信息保护法 §29)


DOCUMENTS = {
    Document.TERMS: "用户服务协议",
    Document.PRIVACY: "隐私政策",
    Document.IDENTITY: "身份信息处理告知书",
}
VERSIONS = dict.fromkeys(Document, "2026-11")  # the ones that count now
AT_THE_DOOR = (Document.TERMS, Document.PRIVACY)  # without these there is no account


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


class Outcome(StrEnum):
    """What became of a question to a register."""

    ASKED = "asked"  # no answer was written down: it counts as asked
    MATCH = "match"
    MISMATCH = "mismatch"
    NO_ANSWER = "no_answer"


class SignInRefused(Anticipated):
    """The pair, or the code, does not open an account now."""

    code = "members.sign-in-refused"
    status = 422


class NoAnswer(Anticipated):
    """The register did not answer, or is too busy: nothing is known, and the question may be put again."""

    code = "members.no-answer"
    status = 503


class Verifier(Protocol):
    """A register that knows people and enterprises, registered under the name that the setting VERIFIER chooses."""

    def person(self, *, name: str, number: str) -> bool:
        """Whether the person of this number has this name. Raises NoAnswer."""

    def enterprise(self, *, name: str, code: str, representative: str) -> bool:
        """Whether the enterprise of this code has this name and this representative (by name). Raises NoAnswer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies: the member himself or an enterprise that he acts for. `agent` is the person at the keyboard, with his number.

    `level` says how well the agent's name is proved: 0 not at all, 2 by the register of persons.
    """

    name: str
    code: str = field(repr=False)
    agent: str
    agent_code: str = field(repr=False)
    phone: str = field(repr=False)
    enterprise: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """What an app keeps about a member, for the page 我的信息 and for the file that he may take along.

    `read(member)` gives lines of (label, text). `keeps` says why some of it stays when the account is closed.
    `stays(member)` gives the reason why the account cannot be closed now, or "".
    """

    label: str
    read: Callable[[Any], list[tuple[str, str]]]
    keeps: str = ""
    stays: Callable[[Any], str] = lambda member: ""


holdings: Registry[Holding] = Registry("what is kept about a member")
verifiers: Registry[Verifier] = Registry("verifier of people and enterprises")
