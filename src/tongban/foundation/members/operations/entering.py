"""Registration and recovery. Whoever has the telephone, or the mail box, has shown it by its code."""

from collections.abc import Collection
from datetime import datetime

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.identity import api as identity
from tongban.foundation.members import rules
from tongban.foundation.members.contracts import AT_THE_DOOR, DOCUMENTS, VERSIONS, Document, Purpose
from tongban.foundation.members.models import Consent, Member
from tongban.foundation.members.operations.codes import use_code
from tongban.foundation.members.operations.telling import tell
from tongban.foundation.members.queries import member_by_contact
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import about, inside_operation, operation

NOT_REGISTERED = "这个手机号（邮箱）还没有注册，请先注册。"


@operation(may="members.enter")
def register(
    *, contact: str, code: str, password: str, agreed: Collection[Document], actor: Actor, at: datetime
) -> Member:
    """An account for whoever answered the code. Both texts are accepted in their present version, or there is no account."""
    if missing := [document for document in AT_THE_DOOR if document not in agreed]:
        raise Invalid({document: f"要先阅读并同意《{DOCUMENTS[document]}》。" for document in missing})
    require_password(password, contact)
    use_code(Purpose.REGISTER, contact, code)
    if member_by_contact(contact):
        raise Invalid({"contact": "这个手机号（邮箱）已经注册过，请直接登录；忘了密码可以找回。"}, code="members.known")
    member = open_member(contact=contact, password=password, at=at)
    about(member.reference)
    return member


@inside_operation
def open_member(*, contact: str, password: str, at: datetime) -> Member:
    """The account of somebody who has shown that the address is his and has accepted both texts."""
    account = identity.new_public_account(password=password, at=at)
    member = Member.objects.create(account=account, created_at=at, **contact_fields(contact))
    keep_consents(member, AT_THE_DOOR, at=at)
    return member


@operation(may="members.enter")
def spend_code(*, contact: str, code: str, actor: Actor, at: datetime) -> Member:
    """Login by code: the member whom the code reached."""
    use_code(Purpose.SIGN_IN, contact, code)
    return _known(contact)


@operation(may="members.enter")
def recover(*, contact: str, code: str, password: str, actor: Actor, at: datetime) -> Member:
    """A new password for whoever answered the code. Open sessions end, and the member is told."""
    require_password(password, contact)
    use_code(Purpose.RECOVER, contact, code)
    member = _known(contact)
    identity.give_password(member.account, password=password, at=at)
    tell(member, title="密码已重设", body="您的账号密码刚刚重设。不是您本人操作的，请立即用验证码登录并修改密码。")
    return member


@inside_operation
def keep_consents(member: Member, documents: Collection[Document], *, at: datetime) -> None:
    Consent.objects.bulk_create(
        (Consent(member=member, document=document, version=VERSIONS[document], at=at) for document in documents),
        ignore_conflicts=True,
    )


def require_password(password: str, contact: str) -> None:
    """Invalid at the field for a password that the public may not use."""
    known = contact.partition("@")[0]
    faults = identity.password_faults(password, username=known, length=rules.PASSWORD_LENGTH, special=False)
    if faults:
        raise Invalid({"password": "".join(faults).replace("用户名", "手机号或邮箱名")}, code="members.weak-password")


def contact_fields(contact: str) -> dict[str, str]:
    kind = "mail" if rules.is_mail(contact) else "phone"
    return {kind: contact, f"{kind}_digest": keyed_digest(contact)}


def _known(contact: str) -> Member:
    member = member_by_contact(contact)
    if member is None:
        raise Invalid({"contact": NOT_REGISTERED}, code="members.unknown")
    return member
