"""The settings of the log-in that an administrator may change. What the environment says (TONGBAN_SECOND_FACTOR …) is where they start."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from tongban.foundation.identity import rules
from tongban.foundation.identity.models import Account
from tongban.foundation.options import api as options
from tongban.kernel.ports import Port

IDLE_MINUTES, PASSWORD_LENGTH, PASSWORD_DAYS = (
    "identity.idle_minutes",
    "identity.password_length",
    "identity.password_days",
)
LOCK_AFTER, LOCK_MINUTES, WARN_DAYS = "identity.lock_after", "identity.lock_minutes", "identity.warn_days"
FACTOR_OF_ADMINISTRATORS, FACTOR_OF_ALL, FACTOR_OF_ROLES = (
    "identity.factor_administrators",
    "identity.factor_everybody",
    "identity.factor_roles",
)
GROUP = "登录和密码"

# Filled by access, which lies above: whether the account administers something, has one of these roles, and which of the names are no role.
administers: Port[Callable[[Account, datetime], bool]] = Port("administers")
has_role: Port[Callable[[Account, list[str], datetime], bool]] = Port("has_role")
no_roles: Port[Callable[[list[str]], list[str]]] = Port("no_roles")


def register() -> None:
    for key, option in (
        (IDLE_MINUTES, options.Option(
            GROUP, "多久不操作就退出登录", settings.TONGBAN_SESSION_IDLE_MINUTES, unit="分钟", least=1, most=480,
        )),
        (PASSWORD_LENGTH, options.Option(
            GROUP, "工作人员的密码最少几位", rules.MIN_LENGTH, unit="位", least=8, most=32, hint="从下一次修改密码起。",
        )),
        (PASSWORD_DAYS, options.Option(
            GROUP, "工作人员的密码多久要换", rules.PASSWORD_DAYS, unit="天", least=30, most=365,
        )),
        (WARN_DAYS, options.Option(GROUP, "密码到期前几天提醒", rules.WARN_DAYS, unit="天", least=1, most=30)),
        (LOCK_AFTER, options.Option(
            GROUP, "连续输错几次密码就锁定", rules.LOCK_AFTER, unit="次", least=3, most=20,
        )),
        (LOCK_MINUTES, options.Option(
            GROUP, "锁定多久", int(rules.LOCK_FOR.total_seconds() // 60), unit="分钟", least=5, most=1440,
        )),
        (FACTOR_OF_ADMINISTRATORS, options.Option(
            GROUP, "管理员必须有第二验证", settings.TONGBAN_SECOND_FACTOR == "administrators",
            hint="没有的，登录后先设置，设好以前打不开别的页面。",
        )),
        (FACTOR_OF_ALL, options.Option(
            GROUP, "所有工作人员必须有第二验证", settings.TONGBAN_SECOND_FACTOR == "everybody",
        )),
        (FACTOR_OF_ROLES, options.Option(
            GROUP, "哪些角色必须有第二验证", "", most=200, hint="写角色名称，用“、”隔开，例如：公章管理员、监察员。", check=wrong_roles,
        )),
    ):  # fmt: skip
        options.options.register(key, option)


def staff_password_faults(password: str, *, username: str) -> list[str]:
    """What is wrong with a new password of the staff."""
    length = options.whole(PASSWORD_LENGTH)
    return rules.password_faults(password, username=username, initial=settings.INITIAL_PASSWORD, length=length)


def locked_until(*, failures: int, at: datetime) -> datetime | None:
    """The end of the lock that this many failures in a row cause, or None."""
    return rules.locked_until(failures=failures, at=at, after=options.whole(LOCK_AFTER), lasts=lock_lasts())


def lock_lasts() -> timedelta:
    return timedelta(minutes=options.whole(LOCK_MINUTES))


def demands_factors() -> bool:
    """Whether anybody must have one. Asks nothing of the database but what options ask."""
    return options.flag(FACTOR_OF_ALL) or options.flag(FACTOR_OF_ADMINISTRATORS) or bool(options.value(FACTOR_OF_ROLES))


def must_have_factor(account: Account, at: datetime) -> bool:
    """Whether nothing opens for this member of staff before a second factor is set up. At most two statements."""
    if account.side != Account.STAFF:
        return False
    if options.flag(FACTOR_OF_ALL):
        return True
    if options.flag(FACTOR_OF_ADMINISTRATORS) and administers()(account, at):
        return True
    named = _names(str(options.value(FACTOR_OF_ROLES)))
    return bool(named) and has_role()(account, named, at)


def wrong_roles(text: str) -> str:
    """What is wrong with a list of roles; a name that no role has would demand nothing of anybody."""
    missing = no_roles()(_names(text)) if text else []
    return f"没有这个角色：{'、'.join(missing)}。" if missing else ""


def _names(text: str) -> list[str]:
    return [name for name in text.replace(",", "、").replace("，", "、").replace(" ", "").split("、") if name]


def days_left(account: Account, *, at: datetime) -> int | None:
    """Days until the password must be renewed, where that is near enough for a reminder; None otherwise."""
    valid, near = options.whole(PASSWORD_DAYS), options.whole(WARN_DAYS)
    return rules.days_left(account.password_changed_at, at=at, valid=valid, near=near)
