"""Telling a member something by the ways that he wants."""

from tongban.foundation.members.models import Member
from tongban.foundation.notifications.api import EMAIL, SMS, News, channels, send_to
from tongban.kernel.operations import inside_operation
from tongban.kernel.references import Reference


@inside_operation
def tell(member: Member, *, title: str, body: str, reference: Reference | None = None) -> None:
    """By short message and mail, as he chose and can be reached. Never what a stranger may not read: it travels in the open."""
    ways = ((SMS, member.phone, member.by_phone), (EMAIL, member.mail, member.by_mail))
    for channel, address, wanted in ways:
        if wanted and address and channels[channel].ready():
            send_to(address=address, news=News(title, body, reference), channel=channel)
