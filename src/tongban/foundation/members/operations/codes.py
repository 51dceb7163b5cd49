"""One-time codes: sent to a telephone or mail address, tried a few times, used once. Whether anybody has an account makes no difference."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.members import rules
from tongban.foundation.members.contracts import Purpose
from tongban.foundation.members.models import Code
from tongban.foundation.members.queries import newest_code
from tongban.foundation.notifications.api import EMAIL, SMS, News, channels, erase_texts, send_to
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import about, doing, inside_operation, note, operation

WORDS = {
    Purpose.REGISTER: "注册账号",
    Purpose.SIGN_IN: "登录",
    Purpose.RECOVER: "重设密码",
    Purpose.CHANGE: "绑定到账号",
}
WRONG_CODE = f"验证码不对或已过期。请用最近收到的那一条；每条最多试 {rules.MOST_TRIES} 次。"
CHUNK = 500


@operation(may="members.enter")
def send_code(*, purpose: Purpose, contact: str, actor: Actor, at: datetime) -> bool:
    """Send a code by short message or mail. False: one for the same thing went out within the last minute and still counts."""
    note(purpose=purpose)
    newest = newest_code(purpose, contact)
    if newest and newest.used_at is None and at - newest.sent_at < rules.PAUSE:
        return False
    channel = EMAIL if rules.is_mail(contact) else SMS
    if not channels[channel].ready():
        raise Invalid(
            {"contact": f"本站现在不能发{channels[channel].label}，请换一种方式。"}, code="members.no-channel"
        )
    digest, asker = keyed_digest(contact), keyed_digest(actor.ip)
    sent = Code.objects.filter(address_digest=digest, sent_at__gt=at - rules.DAY).values_list("sent_at", flat=True)
    asked = Code.objects.filter(asker_digest=asker, sent_at__gt=at - rules.HOUR).count()
    if why := rules.refusal(list(sent), asked, at=at):
        raise Invalid({"contact": why}, code="members.too-many-codes")
    code = rules.new_code()
    made = _kept(purpose, digest, asker, code, at)
    about(made.reference)
    send_to(address=contact, news=News("验证码", _text(purpose, code), made.reference), channel=channel)
    return True


@operation(may="members.enter")
def check_code(*, purpose: Purpose, contact: str, code: str, actor: Actor, at: datetime) -> bool:
    """Whether the code is right. A wrong one is counted, whatever is done next: after five the code opens nothing."""
    held = newest_code(purpose, contact, hold=True)
    right = held is not None and _opens(held, code, at)
    if held is not None and not right:
        held.tries += 1
        held.save(update_fields=["tries"])
    note(purpose=purpose, right=right)
    return right


@inside_operation
def use_code(purpose: Purpose, contact: str, code: str) -> None:
    """The code opens this once. Invalid for a wrong one (which check_code has counted); of two at once one gets it."""
    held = newest_code(purpose, contact, hold=True)
    if held is None or not _opens(held, code, doing().at):
        raise Invalid({"code": WRONG_CODE}, code="members.wrong-code")
    held.used_at = doing().at
    held.save(update_fields=["used_at"])
    erase_texts([held.reference])


@operation(may="members.run")
def clear_codes(*, actor: Actor, at: datetime) -> int:
    """Codes that are over lose their words in the log of messages, and after two days their row. Gives how many were cleared."""
    over = Code.objects.filter(expires_at__lte=at, used_at=None, cleared=False).order_by("pk")[:CHUNK]
    rows = list(over)
    erase_texts([code.reference for code in rows])
    Code.objects.filter(pk__in=[code.pk for code in rows]).update(cleared=True)
    old = Code.objects.filter(expires_at__lte=at - 2 * rules.DAY).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    gone, _ = Code.objects.filter(pk__in=list(old)).delete()
    note(cleared=len(rows), gone=gone)
    return len(rows) + gone


def _opens(held: Code, code: str, at: datetime) -> bool:
    usable = held.used_at is None and held.tries < rules.MOST_TRIES and held.expires_at > at
    return usable and held.digest == _digest(held.uid.hex, code.strip())


def _kept(purpose: Purpose, digest: str, asker: str, code: str, at: datetime) -> Code:
    made = Code(
        purpose=purpose, address_digest=digest, asker_digest=asker, slot=int(at.timestamp() // 60), sent_at=at,
        expires_at=at + rules.LIVES,
    )  # fmt: skip
    made.digest = _digest(made.uid.hex, code)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Invalid({"contact": "刚刚发过验证码，请等 1 分钟再要。"}, code="members.too-many-codes") from None
    return made


def _digest(uid: str, code: str) -> str:
    return keyed_digest([uid, code])


def _text(purpose: Purpose, code: str) -> str:
    minutes = int(rules.LIVES.total_seconds() // 60)
    return f"验证码 {code}，用于{WORDS[purpose]}，{minutes} 分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。"
