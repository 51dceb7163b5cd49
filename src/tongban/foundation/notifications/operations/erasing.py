"""涉密清除: what was told about a secret goes. Messages keep their line (to whom, when, what became of them), without words."""

from collections.abc import Iterable

from django.db.models import Q

from tongban.foundation.notifications.models import DemoShortMessage, Message, Notice
from tongban.kernel.operations import inside_operation
from tongban.kernel.references import Reference

ERASED = "（已清除）"


@inside_operation
def erase_texts(subjects: Iterable[Reference]) -> int:
    """Delete the notices about these subjects and blank their messages; how many there were. What left the house is out."""
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(subject_kind=subject.kind, subject_id=subject.id)
    notices, _ = Notice.objects.filter(of_subjects).delete()
    messages = Message.objects.filter(of_subjects)
    keys = [uid.hex for uid in messages.values_list("uid", flat=True)]
    DemoShortMessage.objects.filter(key__in=keys).update(text=ERASED)
    return notices + messages.update(title=ERASED, text=ERASED)
