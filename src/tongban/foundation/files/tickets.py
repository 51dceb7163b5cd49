"""A receipt for content that was taken in before the call that uses it: a program uploads first and names the receipt then.

Signed, of one account and one purpose. It is worth nothing after half a day; what nobody kept is swept after a day.
"""

from dataclasses import asdict

from django.core import signing

from tongban.foundation.files.contracts import FileInvalid, Received
from tongban.foundation.files.rules.types import TYPES

SALT = "files.ticket"
WORTH = 12 * 3600  # seconds


def ticket_of(received: Received, *, account_id: int) -> str:
    """The receipt for what this account has uploaded."""
    plain = asdict(received) | {"type": received.type.key}
    return signing.dumps([account_id, plain], salt=SALT, compress=True)


def redeem(ticket: str, *, account_id: int, purpose: str) -> Received:
    """What the receipt stands for. FileInvalid where it is another account's, of another purpose, too old or none."""
    try:
        account, plain = signing.loads(ticket, salt=SALT, max_age=WORTH)
    except signing.BadSignature as error:
        raise _worthless() from error
    if account != account_id or plain["purpose"] != purpose:
        raise _worthless()
    return Received(**plain | {"type": TYPES[plain["type"]]})


def _worthless() -> FileInvalid:
    return FileInvalid("上传凭据无效或者已经过期，请重新上传。", code="files.ticket")
