"""Challenges and answers of passkeys (WebAuthn), with the words of allauth turned into ours. The challenge lies in the session."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from tongban.foundation.identity.contracts import NewPasskey
from tongban.foundation.identity.models import Account
from tongban.kernel.errors import Invalid

REFUSED = "没有认出这个通行密钥，请再试一次。"


def registration(account: Account) -> str:
    """What the browser is asked in order to make a passkey that opens the account alone, as JSON."""
    return _plain(auth.begin_registration(account, True))


def registered(name: str, answer: str) -> NewPasskey:
    """The passkey that the browser made for the challenge of this session. Invalid for anything else."""
    try:
        credential = _read(answer)
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            raise ValueError  # a key that anybody who holds it may use opens nothing alone
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise Invalid({"": "没有建成通行密钥，请再试一次。"}) from error
    return NewPasskey(name, credential)


def challenge(account: Account | None = None) -> str:
    """What the browser is asked to sign, as JSON: with one of the account's passkeys, or with any that it has for us."""
    return _plain(auth.begin_authentication(account))


def signer(answer: str, *, account: Account | None = None) -> tuple[Account, Authenticator]:
    """Whose passkey signed the challenge of this session. Invalid when none of the account's (or of anybody) did."""
    try:
        response = _read(answer)
        found: Any = account or auth.extract_user_from_response(response)
        return found, auth.complete_authentication(found, auth.parse_authentication_response(response))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid({"": REFUSED}) from error


def _read(answer: str) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError
    return found


def _plain(options: Any) -> str:
    return json.dumps(options, default=dict)
