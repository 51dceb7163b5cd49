"""What allauth asks of us: no sign-up for staff, the words of a refused login, and the reminder to renew the password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from tongban.foundation.identity import rules
from tongban.foundation.identity.contracts import SignInRefused
from tongban.foundation.identity.signing_in import WRONG_PAIR
from tongban.kernel.now import now


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, "username_password_mismatch": WRONG_PAIR}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        try:
            return super().authenticate(request, **credentials)
        except SignInRefused as refused:
            raise ValidationError(refused.message, code=refused.code) from None

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened; allauth's own messages stay away."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        if (days := rules.days_left(user.password_changed_at, at=now())) is not None:
            messages.warning(request, f"您的密码还有 {days} 天到期，请及时修改。")
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer
