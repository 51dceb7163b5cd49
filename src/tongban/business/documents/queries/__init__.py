"""Reads of documents; the first argument is the viewer. What he may not see is not there."""

from tongban.business.documents.queries.beside import belongs_to, circulated_to, handled_by, looks_after, urgings_of
from tongban.business.documents.queries.circle import circle_of, leaders_for
from tongban.business.documents.queries.finding import (
    SOURCES,
    texts_of_copies,
    texts_of_documents,
    texts_of_incoming,
)
from tongban.business.documents.queries.late import MOST_REMINDERS, PATIENCE, late_things, waiting_copies
from tongban.business.documents.queries.leaders import CONFIRM, IN_PERSON, RECORD, ForLeader, for_leaders
from tongban.business.documents.queries.lists import (
    Wanted,
    bases_of,
    basis_candidates,
    copies,
    documents,
    newest,
    received,
    sections_of,
)
from tongban.business.documents.queries.own import (
    MOST_PHRASES,
    own_under_way,
    phone_of,
    phrases_of,
    sent_by,
    unsigned_of,
    who_has,
)
from tongban.business.documents.queries.purging import (
    confirmers_of,
    purge_for,
    purgeable,
    purges,
    readers_of,
    sees_purge,
    title_for_purge,
)
from tongban.business.documents.queries.relations import Related, answers_to, related_to
from tongban.business.documents.queries.seeing import copy_for, document_for, incoming_for, title_of, visible_ids
from tongban.business.documents.queries.tracking import (
    copies_of,
    incoming_of,
    receivers_of,
    reminders_of,
    tally,
    units_without_receiver,
)

__all__ = [
    "CONFIRM",
    "IN_PERSON",
    "MOST_PHRASES",
    "MOST_REMINDERS", "PATIENCE",
    "RECORD",
    "SOURCES",
    "ForLeader",
    "Related",
    "Wanted",
    "answers_to",
    "bases_of",
    "basis_candidates",
    "belongs_to",
    "circle_of",
    "circulated_to",
    "confirmers_of",
    "copies",
    "copies_of",
    "copy_for",
    "document_for",
    "documents",
    "for_leaders",
    "handled_by",
    "incoming_for",
    "incoming_of",
    "late_things",
    "leaders_for",
    "looks_after",
    "newest",
    "own_under_way",
    "phone_of",
    "phrases_of",
    "purge_for",
    "purgeable",
    "purges",
    "readers_of",
    "received",
    "receivers_of",
    "related_to",
    "reminders_of",
    "sections_of",
    "sees_purge",
    "sent_by",
    "tally",
    "texts_of_copies",
    "texts_of_documents",
    "texts_of_incoming",
    "title_for_purge",
    "title_of",
    "units_without_receiver",
    "unsigned_of",
    "urgings_of",
    "visible_ids",
    "waiting_copies",
    "who_has",
]  # fmt: skip
