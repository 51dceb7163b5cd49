"""查进度 and 查证照: what anybody may know who has number and code in hand."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tongban.business.casework.api import PublicCase
from tongban.business.hall.models import LicenseCopy, Progress, Submission
from tongban.business.hall.queries.published import case_of, item_of
from tongban.business.hall.rules import receipts
from tongban.foundation.audit.api import keyed_digest


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown without login: nothing of it says who applied, or what he wrote."""

    number: str
    item: str
    unit: str
    phone: str
    label: str
    submitted_at: datetime | None
    case: PublicCase | None


def code_digest(code: str) -> str:
    return keyed_digest(f"查询码 {receipts.clean_code(code)}")


def seen_with(number: str, code: str) -> Seen | None:
    """Either number, of the office or of the receipt, with the 查询码; None where they do not belong together."""
    typed, digest = receipts.clean_number(number), code_digest(code)
    found = (
        Progress.objects.filter(Q(number=typed) | Q(receipt=typed)).exclude(number="", receipt="").first()
        if typed
        else None
    )
    if found is not None:
        return _of_case(found) if _same(found.code_digest, digest) else None
    filed = Submission.objects.filter(receipt=typed).select_related("guide").first()
    return _of_submission(filed) if filed is not None and _same(filed.code_digest, digest) else None


def license_with(typed: str) -> list[LicenseCopy]:
    """The licences with this check code, or with this number."""
    word = receipts.clean_number(typed)
    return (
        list(LicenseCopy.objects.filter(Q(token=word) | Q(number=typed.strip()) | Q(number=word))[:10]) if word else []
    )


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one, other)


def _of_case(found: Progress) -> Seen:
    case = case_of(found)
    return Seen(case.number or case.receipt, case.item_name, case.unit, case.phone, case.label, None, case)


def _of_submission(filed: Submission) -> Seen:
    item = item_of(filed.guide)
    return Seen(filed.receipt, filed.guide.name, item.unit, item.content.phone, SENT, filed.submitted_at, None)


SENT = "已提交，等待窗口收件"
