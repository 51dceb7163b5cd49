"""Finding accounts, by name and by the keys of their programs and computers; what is asked at their login."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from tongban.foundation.identity import policy, rules
from tongban.foundation.identity.contracts import FACTORS, PASSKEY, RECOVERY, TOTP
from tongban.foundation.identity.models import Account, Device, Token
from tongban.foundation.options import api as options
from tongban.kernel.ports import Port

# Where somebody goes first after the login, before what he asked for ("" when nowhere); notifications answers.
first_page: Port[Callable[[Account, datetime], str]] = Port("first page after the login")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked for an account and has none: the hash of the password he chose, and what he is told."""

    password: str = field(repr=False)
    words: str


# Who waits for an account under this user name; organization, which lies above, answers.
waiting: Port[Callable[[str], Waiting | None]] = Port("waiting")


def staff_account(username: str) -> Account | None:
    """The staff account of this name, whatever its case."""
    return Account.objects.filter(side=Account.STAFF, username__iexact=username).first()


def usernames_like(base: str) -> set[str]:
    """The names in use that begin with this one."""
    found = Account.objects.filter(username__istartswith=base).values_list("username", flat=True)
    return {name.lower() for name in found}


def all_usernames() -> set[str]:
    """Every name in use, for who gives out many."""
    return {name.lower() for name in Account.objects.values_list("username", flat=True)}


def live_tokens(account: Account, *, at: datetime) -> QuerySet[Token]:
    """The keys of an account that still open, the newest first."""
    return Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at).order_by("-pk")


def account_of_token(text: str, *, ip: str, at: datetime) -> Account | None:
    """Whose key this is; None for an unknown, revoked or expired one, and wherever the account itself may not log in. One query."""
    if not text.startswith(rules.TOKEN_BEGINNING) or len(text) > 100:
        return None
    rows = Token.objects.filter(digest=rules.token_digest(text), revoked_at=None, expires_at__gt=at).select_related(
        "account"
    )
    found = rows.first()
    if found is None or not _open(found.account, ip=ip, at=at):
        return None
    return found.account


def _open(account: Account, *, ip: str, at: datetime) -> bool:
    locked = account.locked_until is not None and account.locked_until > at
    renew = account.must_change_password or rules.password_due(
        account.password_changed_at, at=at, days=options.whole(policy.PASSWORD_DAYS)
    )
    return account.is_active and not locked and not renew and rules.address_allowed(ip, account.addresses)


def certified_account(numbers: Sequence[str]) -> Account | None:
    """The member of staff on whose account this 证书编号 was written; None where nobody's or, by mistake, several have it."""
    found = Account.objects.filter(side=Account.STAFF, certificate_no__in=numbers)[:2]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has besides its password. `codes_left`: recovery codes that were not used; None: none were made."""

    totp: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int | None

    def __bool__(self) -> bool:
        return self.totp is not None or bool(self.passkeys)


def factors_of(account: Account) -> Factors:
    """One query."""
    rows = list(Authenticator.objects.filter(user_id=account.pk).order_by("pk"))
    codes = next((row for row in rows if row.type == RECOVERY), None)
    return Factors(
        totp=next((row for row in rows if row.type == TOTP), None),
        passkeys=tuple(row for row in rows if row.type == PASSKEY),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_factors(account: Account) -> bool:
    """Whether something is asked after the password."""
    return Authenticator.objects.filter(user_id=account.pk, type__in=[TOTP, PASSKEY]).exists()


def with_factors() -> QuerySet[Account]:
    """The accounts that have something besides their password."""
    return Account.objects.filter(pk__in=Authenticator.objects.filter(type__in=[TOTP, PASSKEY]).values("user_id"))


def factor_words(accounts: Iterable[int | None]) -> dict[int, str]:
    """What each of these accounts has, in words: 动态口令、通行密钥. One query."""
    found: dict[int, list[str]] = {}
    rows = Authenticator.objects.filter(user_id__in=[pk for pk in accounts if pk], type__in=[TOTP, PASSKEY])
    for account, kind in rows.order_by("type").values_list("user_id", "type").distinct():
        found.setdefault(account, []).append(FACTORS[kind])
    return {account: "、".join(words) for account, words in found.items()}


def device_of(text: str) -> Device | None:
    """The computer that keeps this key, whether it still opens the account or not; one query."""
    if not text or len(text) > 100:
        return None
    return Device.objects.filter(digest=rules.token_digest(text)).select_related("account").first()


def live_devices(account: Account, *, at: datetime) -> QuerySet[Device]:
    """The computers that open the account by one press, the last used first."""
    return Device.objects.filter(account=account, ended_at=None, expires_at__gt=at).order_by("-used_at")
