"""The settings of the log-in that an administrator may change."""

from django.conf import settings

from tongban.foundation.identity import rules
from tongban.foundation.options import api as options

IDLE_MINUTES, PASSWORD_LENGTH, PASSWORD_DAYS = (
    "identity.idle_minutes",
    "identity.password_length",
    "identity.password_days",
)
GROUP = "登录和密码"


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
    ):  # fmt: skip
        options.options.register(key, option)


def staff_password_faults(password: str, *, username: str) -> list[str]:
    """What is wrong with a new password of the staff."""
    length = options.whole(PASSWORD_LENGTH)
    return rules.password_faults(password, username=username, initial=settings.INITIAL_PASSWORD, length=length)
