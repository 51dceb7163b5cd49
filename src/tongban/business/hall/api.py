"""The door of the hall: what people apply with, and what was published to them."""

from tongban.business.hall.contracts import PERMISSIONS
from tongban.business.hall.models import Draft, Guide, LicenseCopy, Progress, Submission
from tongban.business.hall.operations.drafts import begin, put_file, save_page
from tongban.business.hall.operations.following import open_letter, put_replacement, rate, supplement, withdraw
from tongban.business.hall.operations.publishing import take_case, take_guide, take_license
from tongban.business.hall.operations.submitting import submit
from tongban.business.hall.queries.guides import common, stamp_of_all, topics

__all__ = [
    "PERMISSIONS", "Draft", "Guide", "LicenseCopy", "Progress", "Submission", "begin", "common", "open_letter", "put_file",
    "put_replacement", "rate", "save_page", "stamp_of_all", "submit", "supplement", "take_case", "take_guide", "take_license",
    "topics", "withdraw",
]  # fmt: skip
