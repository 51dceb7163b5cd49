"""The door of cases."""

from tongban.business.casework.contracts import (
    CASE,
    DELIVERY,
    FILED,
    ISSUING,
    LEGAL,
    LETTER_NUMBER,
    NOT_TAKEN,
    NUMBER,
    OPENED,
    PERMISSIONS,
    POINTS,
    PREACCEPT,
    PROMISED,
    RATED,
    SERVICE,
    SPECIAL,
    STARS,
    SUPPLEMENT,
    SUPPLEMENTED,
    WITHDRAWN,
    Applicant,
    Application,
    CaseAccepted,
    CaseDecided,
    CaseRated,
    Channel,
    Consent,
    Decision,
    Filed,
    Given,
    Missing,
    Opened,
    Party,
    PublicCase,
    PublicLetter,
    PublicStep,
    Rated,
    Sent,
    Sort,
    State,
    Supplemented,
    Withdrawn,
)
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.operations.conduct import begin_special, end_special, extend
from tongban.business.casework.operations.decide import deliver, deny, grant, rate, withdraw
from tongban.business.casework.operations.letters import lay_out, seal_letter
from tongban.business.casework.operations.screen import accept, ask_supplement, reject
from tongban.business.casework.operations.submit import resubmit, submit
from tongban.business.casework.rules.steps import LABELS

__all__ = [
    "CASE", "DELIVERY", "FILED", "ISSUING", "LABELS", "LEGAL", "LETTER_NUMBER", "NOT_TAKEN", "NUMBER", "OPENED",
    "PERMISSIONS", "POINTS", "PREACCEPT", "PROMISED", "RATED", "SERVICE", "SPECIAL", "STARS", "SUPPLEMENT", "SUPPLEMENTED", "WITHDRAWN",
    "Applicant", "Application", "Case", "CaseAccepted", "CaseDecided", "CaseRated", "Channel", "Consent", "Decision",
    "Filed", "Given", "Letter", "Missing", "Opened", "Party", "PublicCase", "PublicLetter", "PublicStep", "Rated", "Sent",
    "Sort", "State", "Supplemented", "Withdrawn", "accept", "ask_supplement", "begin_special", "deliver", "deny",
    "end_special", "extend", "grant", "lay_out", "rate", "reject", "resubmit", "seal_letter", "submit", "withdraw",
]  # fmt: skip
