"""Accounts for tests. All share one password, hashed once a process."""

import functools
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from tongban.foundation.identity.models import Account
from tongban.kernel.now import now

PASSWORD = "Lantern-42-Ferry"  # noqa: S105  of tests only
MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)


def make_account(username: str, **fields: Any) -> Account:
    """A staff account that may work at once: its password is PASSWORD, changed already."""
    known = {"must_change_password": False, "password_changed_at": now(), "created_at": MADE_AT}
    return Account.objects.create(username=username, password=_hash(), **{**known, **fields})


@functools.cache
def _hash() -> str:
    return make_password(PASSWORD)
