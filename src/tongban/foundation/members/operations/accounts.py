"""What members do with their own account."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.hashers import check_password

from tongban.foundation.identity import api as identity
from tongban.foundation.members.contracts import Document, Purpose, holdings
from tongban.foundation.members.models import Agent, Consent, Member
from tongban.foundation.members.operations.codes import use_code
from tongban.foundation.members.operations.entering import contact_fields, keep_consents, require_password
from tongban.foundation.members.operations.telling import tell
from tongban.foundation.members.queries import member_by_contact
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation

SEALED = {"phone": "手机号", "mail": "邮箱", "id_number": "身份证号"}


@operation(may="members.own", on="member")
def accept(*, member: Member, documents: Collection[Document], actor: Actor, at: datetime) -> None:
    """The member accepts these texts in their present version."""
    keep_consents(member, documents, at=at)
    note(documents=sorted(documents))


@operation(may="members.own", on="member")
def withdraw(*, member: Member, document: Document, actor: Actor, at: datetime) -> None:
    """A consent is withdrawn; what was done stays lawful. Without the texts of the door the account does nothing until it is given
    again; with the one about the identity number the number goes, and the real name with it."""
    Consent.objects.filter(member=member, document=document, withdrawn_at=None).update(withdrawn_at=at)
    if document == Document.IDENTITY:
        member.id_number, member.id_digest, member.real_named_at = "", "", None
        member.save(update_fields=["id_number", "id_digest", "real_named_at"])
    note(document=document)


@operation(may="members.own", on="member")
def change_profile(*, member: Member, name: str, actor: Actor, at: datetime) -> None:
    """How the member wants to be called. A checked name does not change here."""
    if member.real_named:
        raise Conflict("姓名已经实名核验，不能自己修改。姓名变更的，请带证件到窗口办理。", code="members.real-named")
    member.name = name.strip()
    member.save(update_fields=["name"])


@operation(may="members.own", on="member")
def change_contact(*, member: Member, contact: str, code: str, actor: Actor, at: datetime) -> None:
    """Another telephone or mail address, which answered a code. Who had the old one is told."""
    use_code(Purpose.CHANGE, contact, code)
    if member_by_contact(contact):
        raise Invalid({"contact": "这个手机号（邮箱）已经绑定了账号，不能再绑定。"}, code="members.known")
    fields = contact_fields(contact)
    tell(
        member, title="联系方式已更换", body="您的账号刚刚更换了手机号或邮箱。不是您本人操作的，请到政务服务窗口处理。"
    )
    for name, value in fields.items():
        setattr(member, name, value)
    member.save(update_fields=list(fields))
    note(changed=sorted(fields)[0])


@operation(may="members.own", on="member")
def change_password(*, member: Member, old: str, password: str, actor: Actor, at: datetime) -> None:
    """The owner changes his password. His other sessions end."""
    if not check_password(old, member.account.password):
        raise Invalid({"old": "现在的密码不对。忘了密码，可以退出后用验证码找回。"}, code="members.wrong-password")
    require_password(password, member.phone or member.mail)
    identity.give_password(member.account, password=password, at=at)


@operation(may="members.own", on="member")
def choose_ways(*, member: Member, by_phone: bool, by_mail: bool, actor: Actor, at: datetime) -> None:
    """By which ways the member wants to be told of the progress of his affairs. Codes and legal notices come in any case."""
    member.by_phone, member.by_mail = by_phone, by_mail
    member.save(update_fields=["by_phone", "by_mail"])
    note(by_phone=by_phone, by_mail=by_mail)


@operation(may="members.own", on="member")
def reveal(*, member: Member, what: str, actor: Actor, at: datetime) -> None:
    """The member is about to see one of his numbers in full: every look is written down, the number is not."""
    if what not in SEALED:
        raise LookupError(what)
    note(what=what)


@operation(may="members.own", on="member")
def export_own(*, member: Member, actor: Actor, at: datetime) -> None:
    """The member takes everything along that is kept about him (own_data.everything)."""


@operation(may="members.own", on="member")
def close_account(*, member: Member, password: str, actor: Actor, at: datetime) -> None:
    """注销: what says who he is goes, and nobody can log in. What the law keeps (applications, their letters) stays where it is."""
    if not check_password(password, member.account.password):
        raise Invalid({"password": "密码不对。"}, code="members.wrong-password")
    if reasons := [why for holding in holdings.values() if (why := holding.stays(member))]:
        raise Conflict("".join(reasons), code="members.cannot-close")
    Agent.objects.filter(member=member, until=None).update(until=at)
    Consent.objects.filter(member=member, withdrawn_at=None).update(withdrawn_at=at)
    for name in ("name", "phone", "phone_digest", "mail", "mail_digest", "id_number", "id_digest"):
        setattr(member, name, "")
    member.real_named_at, member.closed_at = None, at
    member.save()
    identity.close_account(member.account, reason="本人注销")
