"""涉密清除: the words about a secret document go; the line of the register, with its digest and its names, stays."""

from collections.abc import Iterable

from django.db.models import Q

from tongban.engines.seals.models import SealUse
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation
from tongban.kernel.references import Reference

ERASED = "（已清除）"


@inside_operation
def erase_texts(subjects: Iterable[Reference]) -> int:
    """Take the titles of these subjects out of the register of uses; how many lines it touched."""
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(**pointing_at(subject))
    return SealUse.objects.filter(of_subjects).update(title=ERASED)
