"""The door of cases."""

from tongban.business.casework.contracts import (
    CASE,
    DELIVERY,
    FILED,
    ISSUING,
    LEGAL,
    LETTER_NUMBER,
    MATERIAL,
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
    Origin,
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
from tongban.business.casework.operations.decide import WAYS, deliver, deny, grant, rate, ready_to_deliver, withdraw
from tongban.business.casework.operations.letters import lay_out, seal_letter
from tongban.business.casework.operations.screen import accept, ask_supplement, reject
from tongban.business.casework.operations.submit import resubmit, submit
from tongban.business.casework.queries import (
    Brought,
    HandedIn,
    Queue,
    Waiting,
    Wording,
    find,
    handed_in,
    handlers_of,
    items_of,
    letters_of,
    queue,
    state_of,
    supplement_facts,
    window_case,
    wording,
)
from tongban.business.casework.rules.steps import LABELS

__all__ = [
    "CASE", "DELIVERY", "FILED", "ISSUING", "LABELS", "LEGAL", "LETTER_NUMBER", "MATERIAL", "NOT_TAKEN", "NUMBER",
    "OPENED", "PERMISSIONS", "POINTS", "PREACCEPT", "PROMISED", "RATED", "SERVICE", "SPECIAL", "STARS", "SUPPLEMENT",
    "SUPPLEMENTED", "WAYS", "WITHDRAWN", "Applicant", "Application", "Brought", "Case", "CaseAccepted", "CaseDecided",
    "CaseRated", "Channel", "Consent", "Decision", "Filed", "Given", "HandedIn", "Letter", "Missing", "Opened",
    "Origin", "Party", "PublicCase", "PublicLetter", "PublicStep", "Queue", "Rated", "Sent", "Sort", "State",
    "Supplemented", "Waiting", "Withdrawn", "Wording", "accept", "ask_supplement", "begin_special", "deliver", "deny",
    "end_special", "extend", "find", "grant", "handed_in", "handlers_of", "items_of", "lay_out", "letters_of",
    "queue", "rate", "ready_to_deliver", "reject", "resubmit", "seal_letter", "state_of", "submit",
    "supplement_facts", "window_case", "withdraw", "wording",
]  # fmt: skip
