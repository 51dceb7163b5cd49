"""News for a member about a submission: on his page, and by message and mail as he wishes."""

from tongban.business.hall.models import News, Submission
from tongban.foundation.notifications import api as notifications
from tongban.kernel.operations import doing, inside_operation


@inside_operation
def tell(submission: Submission, sentence: str) -> None:
    """One line; by message and mail it names item and receipt, never what was written in the application."""
    News.objects.create(member=submission.member, submission=submission, text=sentence[:200], at=doing().at)
    text = f"您申请的“{submission.guide.name}”（{submission.receipt}）：{sentence}"
    member = submission.member
    for channel, address, wanted in (
        (notifications.SMS, member.phone, member.by_phone), (notifications.EMAIL, member.mail, member.by_mail),
    ):  # fmt: skip
        if wanted and address and notifications.channels[channel].ready():
            news = notifications.News(title="办件进度", body=text, reference=submission.reference)
            notifications.send_to(address=address, news=news, channel=channel)
