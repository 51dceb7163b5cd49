"""What allauth asks of us: no sign-up for staff, and messages in plain Chinese."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tongban.foundation.identity.models import Account
from tongban.kernel.now import now


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不对。连续输错 5 次，账号锁定 15 分钟。",
        "account_inactive": "这个账号已停用，请联系本单位系统管理员。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A locked account is told so, whether the password is right or not."""
        username = credentials.get("username") or ""
        account = Account.objects.filter(side=Account.STAFF, username__iexact=username).first()
        if account is not None and account.locked_until and account.locked_until > now():
            minutes = max(1, round((account.locked_until - now()).total_seconds() / 60))
            raise self.validation_error_locked(minutes)
        return super().authenticate(request, **credentials)

    @staticmethod
    def validation_error_locked(minutes: int) -> Exception:
        return ValidationError(f"输错次数过多，账号已锁定，约 {minutes} 分钟后再试，或请管理员解锁。", code="locked")
