"""The door of cases."""

from tongban.business.casework.contracts import (
    DELIVERY,
    ISSUING,
    LEGAL,
    LETTER_NUMBER,
    NUMBER,
    PERMISSIONS,
    PREACCEPT,
    PROMISED,
    SPECIAL,
    SUPPLEMENT,
    Applicant,
    Application,
    CaseAccepted,
    CaseDecided,
    CaseRated,
    Channel,
    Given,
    Sort,
    State,
)
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.operations.conduct import begin_special, end_special, extend
from tongban.business.casework.operations.decide import deliver, deny, grant, rate
from tongban.business.casework.operations.letters import lay_out, seal_letter
from tongban.business.casework.operations.screen import accept, ask_supplement, reject
from tongban.business.casework.operations.submit import resubmit, submit
from tongban.business.casework.rules.steps import LABELS

__all__ = [
    "DELIVERY", "ISSUING", "LABELS", "LEGAL", "LETTER_NUMBER", "NUMBER", "PERMISSIONS", "PREACCEPT", "PROMISED", "SPECIAL",
    "SUPPLEMENT", "Applicant", "Application", "Case", "CaseAccepted", "CaseDecided", "CaseRated", "Channel", "Given",
    "Letter", "Sort", "State", "accept", "ask_supplement", "begin_special", "deliver", "deny", "end_special", "extend",
    "grant", "lay_out", "rate", "reject", "resubmit", "seal_letter", "submit",
]  # fmt: skip
