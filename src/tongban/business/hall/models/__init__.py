"""Tables of the hall: what the office published, and what people apply with."""

from tongban.business.hall.models.applying import (
    Attempt,
    Draft,
    DraftFile,
    Rating,
    ReceiptDay,
    SentFile,
    Submission,
    Supplement,
    Withdrawal,
)
from tongban.business.hall.models.published import Guide, LetterCopy, LicenseCopy, News, Progress

__all__ = [
    "Attempt", "Draft", "DraftFile", "Guide", "LetterCopy", "LicenseCopy", "News", "Progress", "Rating", "ReceiptDay",
    "SentFile", "Submission", "Supplement", "Withdrawal",
]  # fmt: skip
