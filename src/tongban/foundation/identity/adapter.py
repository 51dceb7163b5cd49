"""What allauth asks of us: no sign-up for staff, the words of a refused login, how secrets of second factors are kept."""

import secrets
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.foundation.identity import policy, queries, remembering
from tongban.foundation.identity.contracts import SignInRefused
from tongban.foundation.identity.models import Account
from tongban.kernel.now import now
from tongban.lib.gm.provider import hmac_sm3, sm4_gcm_decrypt, sm4_gcm_encrypt

NONCE = 12


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, "username_password_mismatch": "用户名或密码不对。"}

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
        if (days := policy.days_left(user, at=now())) is not None:
            messages.warning(request, f"您的密码还有 {days} 天到期，请及时修改。")
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        remembering.keep(request, answer, user)
        if isinstance(answer, HttpResponseRedirect) and (first := queries.first_page()(user, now())):
            answer["Location"] = f"{first}?{urlencode({'next': answer['Location']})}"
        return answer


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie in the database sealed with SM4-GCM under a key that does not lie there."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        return (nonce + sm4_gcm_encrypt(text.encode(), key=_key(), nonce=nonce)).hex()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = bytes.fromhex(encrypted_text)
        return sm4_gcm_decrypt(sealed[NONCE:], key=_key(), nonce=sealed[:NONCE]).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        account: Account = user
        return {**super().get_public_key_credential_user_entity(user), "display_name": account.username}


def _key() -> bytes:
    return hmac_sm3(b"second factors", key=settings.FACTOR_SECRET.encode())[:16]
