"""What people are told of what happens below the notifications."""

from tongban.foundation.access.api import people_who_may
from tongban.foundation.identity.api import FactorsChanged
from tongban.foundation.notifications.contracts import APP, SMS
from tongban.foundation.notifications.operations.telling import News, notify, send_to
from tongban.foundation.organization.api import Application, Handover, Person
from tongban.foundation.organization.api import contracts as organization
from tongban.kernel.operations import doing
from tongban.kernel.references import Reference


def tell_of_factors(event: FactorsChanged) -> None:
    """Whoever's second factors change is told, by short message too: it may not have been he."""
    owner = Person.objects.filter(account_id=event.account_id).values_list("pk", flat=True)
    notify(list(owner), title=f"登录安全：{event.text}", body="不是您本人办的，请马上告诉管理员。", channels=(APP, SMS))


def tell_administrators(event: organization.AccountAppliedFor) -> None:
    """Whoever manages the unit has an application to decide."""
    asked = Application.objects.get(pk=event.application_id)
    people = people_who_may(permission="organization.manage", unit_id=event.unit_id, at=doing().at)
    notify(people, title=f"{asked.name}申请开户", reference=Reference("application", asked.pk))


def tell_applicant(event: organization.ApplicationDecided) -> None:
    """By short message: nobody else can be reached who has no account."""
    asked = Application.objects.get(pk=event.application_id)
    words = (
        f"您的开户申请已通过，用户名 {asked.person.account.username}，用注册时设的密码登录。"
        if asked.person and asked.person.account
        else f"您的开户申请没有通过：{asked.refusal}"
    )
    send_to(address=asked.mobile, news=News("开户申请", words), channel=SMS)


def tell_of_handover(event: organization.HandedOver) -> None:
    """The successor is told, and the office above: whoever manages the unit over this one (F-ID-24)."""
    made = Handover.objects.select_related("person", "to", "unit__organ").get(pk=event.handover_id)
    organ = made.unit.organ or made.unit
    words = f"{made.person.name}的事务交接给{made.to.name}（{made.unit.full_name}）"
    above = (
        people_who_may(permission="organization.manage", unit_id=organ.parent_id, at=doing().at)
        if organ.parent_id
        else []
    )
    notify({made.to_id}, title=f"{made.person.name}的事务已交接给您", body="、".join(made.passed))
    notify(set(above) - {made.to_id}, title=words, body=made.reason, reference=Reference("handover", made.pk))
