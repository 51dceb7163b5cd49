"""News for a member about a submission: on his page, and by message and mail as he wishes."""

from tongban.business.hall.models import News, Submission
from tongban.foundation.members import api as members
from tongban.kernel.operations import doing, inside_operation


@inside_operation
def tell(submission: Submission, sentence: str) -> None:
    """One line; by message and mail it names item and receipt, never what was written in the application."""
    News.objects.create(member=submission.member, submission=submission, text=sentence[:200], at=doing().at)
    text = f"您申请的“{submission.guide.name}”（{submission.receipt}）：{sentence}"
    members.tell(submission.member, title="办件进度", body=text, reference=submission.reference)
