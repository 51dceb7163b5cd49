"""Rules of accounts: password policy (F-ID-10, F-ID-11), lock after failures, session limits. Pure."""

import hashlib
import string
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from math import ceil

from tongban.kernel.errors import Invalid

MIN_LENGTH = 10
LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)
PASSWORD_DAYS = 90
WARN_DAYS = 7
COMMON_PARTS = ("password", "12345678", "88888888", "qwerty", "abc123", "admin")


def password_faults(
    password: str, *, username: str = "", initial: str = "", length: int = MIN_LENGTH, special: bool = True
) -> list[str]:
    """What is wrong with a new password, as sentences; empty when it may be used. Letters, digits and special characters (F-ID-10).

    The public's may be shorter (`length`) and without special characters.
    """
    faults = []
    if len(password) < length:
        faults.append(f"密码至少 {length} 位。")
    if not any(c.isalpha() for c in password):
        faults.append("密码要有字母。")
    if not any(c.isdigit() for c in password):
        faults.append("密码要有数字。")
    if special and not any(c in string.punctuation for c in password):
        faults.append("密码要有特殊字符，例如 ! @ # %。")
    lowered = password.lower()
    if username and username.lower() in lowered:
        faults.append("密码不能包含用户名。")
    if (initial and password == initial) or any(part in lowered for part in COMMON_PARTS):
        faults.append("这个密码太常见，容易被猜到，请换一个。")
    return faults


def locked_until(
    *, failures: int, at: datetime, after: int = LOCK_AFTER, lasts: timedelta = LOCK_FOR
) -> datetime | None:
    """The end of the lock that this many failures in a row cause, or None."""
    return at + lasts if failures and failures % after == 0 else None


def password_expires(changed_at: datetime | None, *, days: int = PASSWORD_DAYS) -> datetime | None:
    """When the password must be renewed; None for one that was never changed (it must be changed at once)."""
    return changed_at + timedelta(days=days) if changed_at else None


def password_due(changed_at: datetime | None, *, at: datetime, days: int = PASSWORD_DAYS) -> bool:
    """Whether the password must be renewed before anything else is done."""
    expires = password_expires(changed_at, days=days)
    return expires is None or expires <= at


def days_left(
    changed_at: datetime | None, *, at: datetime, valid: int = PASSWORD_DAYS, near: int = WARN_DAYS
) -> int | None:
    """Days until the renewal, where it is near enough for a reminder; None otherwise."""
    expires = password_expires(changed_at, days=valid)
    days = ceil((expires - at) / timedelta(days=1)) if expires else 0
    return days if 0 < days <= near else None


def address_faults(text: str) -> list[str]:
    """The words of an address list that are neither an address nor a network such as 10.1.2.0/24."""
    return [word for word in text.split() if not _network(word)]


def address_allowed(ip: str, allowed: str) -> bool:
    """Whether an account bound to these addresses may be used from this one; an empty list allows every place (F-ID-21)."""
    networks = [net for word in allowed.split() if (net := _network(word))]
    try:
        return not allowed.strip() or any(ip_address(ip) in net for net in networks)
    except ValueError:
        return False


def _network(word: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        return None


def session_over(*, started: datetime, seen: datetime, at: datetime, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session has ended: nobody was there for `idle`, or it has lasted `longest`."""
    return at - seen > idle or at - started > longest


class StaffPasswordValidator:
    """Django's name for the policy above, for the places where Django asks."""

    def validate(self, password: str, user: object = None) -> None:
        if faults := password_faults(password, username=getattr(user, "username", "")):
            raise Invalid({"password": "".join(faults)})

    def get_help_text(self) -> str:
        return f"至少 {MIN_LENGTH} 位，有字母、数字和特殊字符。"


TOKEN_BEGINNING = "tb_"  # noqa: S105 - how a key is told from other texts
TOKEN_DAYS = 366  # at the most


def token_digest(text: str) -> str:
    """A plain digest is enough: the key is 256 bits of chance, not a word that somebody could try."""
    return hashlib.sha256(text.encode()).hexdigest()


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chromium"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """What a browser says about itself, short enough to be told from another: Windows 上的 Edge."""
    browser = next((word for sign, word in BROWSERS if sign in user_agent), "浏览器")
    system = next((word for sign, word in SYSTEMS if sign in user_agent), "")
    return f"{system} 上的 {browser}" if system else browser
