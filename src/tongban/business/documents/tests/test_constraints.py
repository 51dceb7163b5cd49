"""What the database itself refuses, whoever writes the row."""

import pytest
from django.db import IntegrityError, transaction

from tongban.business.documents.models import Copy, Document, Incoming, Override, Phrase, Purge, Receiver, Version
from tongban.business.documents.testing import County, make_draft, registered, to_issued, to_signed
from tongban.kernel.testing import MONDAY


def refused(name: str, model, pk: int, **values) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=pk).update(**values)


def test_an_issued_document_has_number_seal_and_signature(county: County):
    signed, draft = to_signed(county), make_draft(county)
    refused("document_numbered_before_issue", Document, signed.pk, state="issued", needs_seal=False)
    refused("document_sealed_before_issue", Document, signed.pk, state="issued", needs_number=False)
    refused("document_signed_before_number", Document, draft.pk, state="issued", needs_number=False, needs_seal=False)


def test_a_document_is_never_secret_untitled_closed_or_void_without_a_reason(county):
    pk = make_draft(county).pk
    refused("document_not_secret", Document, pk, level="机密")
    refused("document_has_title", Document, pk, title="")
    refused("document_closed_has_reason", Document, pk, openness="不公开发布")
    refused("document_void_with_reason", Document, pk, state="void")


def test_a_number_is_of_one_document(county):
    first, second = make_draft(county), make_draft(county)
    Document.objects.filter(pk=first.pk).update(number_text="临政办发〔2026〕9号")
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=second.pk).update(number_text="临政办发〔2026〕9号")


def test_a_unit_has_one_copy_and_its_answer_has_a_person_or_a_reason(county):
    document = to_issued(county)
    copy = Copy.objects.filter(document=document).first()
    assert copy is not None
    refused("copy_refused_with_reason", Copy, copy.pk, state="refused")
    refused("copy_refused_with_reason", Copy, copy.pk, state="withdrawn")
    refused("copy_signed_by", Copy, copy.pk, state="signed")
    with pytest.raises(IntegrityError):
        Copy.objects.create(document=document, unit_id=copy.unit_id, unit_name="又一份", role="main", sent_at=MONDAY)


def test_a_unit_registers_a_number_once_and_completes_with_a_time(county):
    incoming = registered(county, to_issued(county))
    refused("incoming_completed_has_time", Incoming, incoming.pk, state="completed")
    with pytest.raises(IntegrityError):
        Incoming.objects.create(
            unit_id=incoming.unit_id, title="重号", from_unit="某局", number=incoming.number,
            number_text=incoming.number_text, registered_at=MONDAY, registrar_id=incoming.registrar_id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "values"),
    [(Version, {"no": 1, "body": "", "digest": "", "at": MONDAY}), (Receiver, {"role": "main"})],
    ids=["version", "receiver"],
)
def test_versions_and_receivers_are_once(county, model, values):
    document = make_draft(county)
    if model is Receiver:
        values = {**values, "unit_id": document.receivers.values_list("unit_id", flat=True)[0]}
    with pytest.raises(IntegrityError):
        model.objects.create(document=document, **values)


def test_a_purge_is_by_two_persons(county):
    person = county.people["drafter"]
    with pytest.raises(IntegrityError, match="purge_by_two_persons"):
        Purge.objects.create(
            unit=county.office, label="x", ground="x", state="done", proposer=person, confirmer=person,
            proposed_at=MONDAY, subject_kind="document", subject_id=1,
        )  # fmt: skip


def test_an_override_has_a_reason_and_a_phrase_has_words(county):
    document = make_draft(county)
    with pytest.raises(IntegrityError, match="override_with_reason"), transaction.atomic():
        Override.objects.create(document=document, codes=[], reason="", by_name="x", at=MONDAY)
    with pytest.raises(IntegrityError, match="phrase_has_text"):
        Phrase.objects.create(person=county.people["drafter"], text="", at=MONDAY)
