"""What is kept about a member, in his words: by this app, and by all that registered a Holding."""

from datetime import datetime

from django.utils import timezone

from tongban.foundation.members.contracts import DOCUMENTS, Document, holdings
from tongban.foundation.members.models import Member
from tongban.foundation.members.queries import agencies_of, consents_of

ROLES = {"owner": "负责人", "agent": "经办人"}


def everything(member: Member) -> dict[str, list[tuple[str, str]]]:
    """All of it, by the apps that keep it, numbers in full."""
    return {holding.label: holding.read(member) for holding in holdings.values()}


def account_lines(member: Member) -> list[tuple[str, str]]:
    """Numbers in full: the page masks them, the file that the member takes along does not."""
    checked = f"已实名（{_day(member.real_named_at)}）" if member.real_named_at else "未实名"
    return [
        ("姓名", member.name or "未填"),
        ("实名", checked),
        ("身份证号", member.id_number or "没有"),
        ("手机号", member.phone or "没有"),
        ("邮箱", member.mail or "没有"),
        ("注册时间", _day(member.created_at)),
    ]


def consent_lines(member: Member) -> list[tuple[str, str]]:
    return [
        (
            f"《{DOCUMENTS[Document(consent.document)]}》（{consent.version} 版）",
            f"{_day(consent.at)} 同意" + (f"，{_day(consent.withdrawn_at)} 撤回" if consent.withdrawn_at else ""),
        )
        for consent in consents_of(member)
    ]


def enterprise_lines(member: Member) -> list[tuple[str, str]]:
    return [(agency.enterprise.name, ROLES[agency.role]) for agency in agencies_of(member)]


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}"
