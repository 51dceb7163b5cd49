"""What people are told of what happens below the notifications."""

from tongban.foundation.identity.api import FactorsChanged
from tongban.foundation.notifications.contracts import APP, SMS
from tongban.foundation.notifications.operations.telling import notify
from tongban.foundation.organization.api import Person


def tell_of_factors(event: FactorsChanged) -> None:
    """Whoever's second factors change is told, by short message too: it may not have been he."""
    owner = Person.objects.filter(account_id=event.account_id).values_list("pk", flat=True)
    notify(list(owner), title=f"登录安全：{event.text}", body="不是您本人办的，请马上告诉管理员。", channels=(APP, SMS))
