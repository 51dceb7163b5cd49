"""What only the demo does: the first units without an administrator, and accounts that are open at once."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from tongban.foundation.identity.api import Account
from tongban.foundation.organization import api as organization
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation

PASSWORD = "Tongban#2026"  # noqa: S105 - of the demo accounts only, printed at the start

create_unit = organization.operations.create_unit


@operation(may="identity.manage")
def open_accounts(*, actor: Actor, at: datetime) -> None:
    """Give every account the demo password, all with one hash, and no change at the first login."""
    count = Account.objects.update(password=make_password(PASSWORD), must_change_password=False, password_changed_at=at)
    note(accounts=count)
