"""Background work of the hall: receipts and blank forms are drawn, wrong codes and old drafts forgotten."""

from tongban.business.hall.models import Guide, Submission
from tongban.business.hall.operations import papers
from tongban.business.hall.operations.clearing import clear_attempts, clear_drafts
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=24 * 3600, label="清理查询码错误计数")
def forget_attempts() -> None:
    """Wrong codes that count no more."""
    clear_attempts(actor=system_actor(), at=now())


@job(every=24 * 3600, label="清理过期草稿")
def forget_drafts() -> None:
    """Drafts that nobody came back to."""
    clear_drafts(actor=system_actor(), at=now())


@job(label="制作回执")
def draw_receipt(*, submission: int) -> None:
    """The receipt as PDF."""
    made = Submission.objects.get(pk=submission)
    papers.draw_receipt(submission=made, actor=system_actor("制作回执"), at=now())


@job(label="制作空白表")
def draw_blank(*, guide: int) -> None:
    """The item's blank form."""
    papers.draw_blank(guide=Guide.objects.get(pk=guide), actor=system_actor("制作空白表"), at=now())
