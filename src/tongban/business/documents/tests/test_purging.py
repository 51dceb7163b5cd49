"""涉密清除: two persons, nothing of the text left anywhere, the audit chain whole."""

import json
import logging

import pytest
from django.apps import apps

from tongban.business.documents.models import Copy, Document, Incoming, Purge
from tongban.business.documents.operations import attachments
from tongban.business.documents.operations.distribute import remind
from tongban.business.documents.operations.preview import make_preview
from tongban.business.documents.operations.purge import confirm_purge, drop_purge, propose_purge
from tongban.business.documents.operations.receive import IncomingFields, Scan, refuse, register_paper
from tongban.business.documents.queries import document_for
from tongban.business.documents.testing import County, copy_at, make_draft, registered, step, to_issued
from tongban.foundation.access.api import ship_roles
from tongban.foundation.access.testing import give_role
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.files.testing import PDF
from tongban.foundation.files.testing import received as uploaded
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.testing import actor_of, make_person
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

PROBE = "玄武湖水文站"  # stands in every text of the document
BODY = f"现将{PROBE}有关事项通知如下：\n\n一、落实责任\n\n{PROBE}要明确专人负责。\n"
TITLE = f"关于做好{PROBE}管理工作的通知"


@pytest.fixture
def guard(county: County) -> Actor:
    """A security administrator of the whole installation."""
    ship_roles()
    person = make_person("卢秀兰", unit=county.office, title="保密员")
    give_role(person, "security_admin")
    return actor_of(person, at=MONDAY)


def purged(county: County, target: Document | Incoming, guard: Actor) -> Purge:
    made = propose_purge(target=target, ground="保密审查认定。", actor=guard, at=MONDAY)
    return confirm_purge(purge=made, actor=county.actor("keeper_of_secrets"), at=MONDAY)


@pytest.fixture
def leader(county: County) -> Actor:
    """A leader of the office: the second person."""
    person = make_person("余安", unit=county.office, title="主任", rank="head")
    county.people["keeper_of_secrets"] = person
    return actor_of(person, at=MONDAY)


def places_of(probe: str) -> list[str]:
    """Every table and column of the database where the probe stands."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            found += [f"{model._meta.label}.{k}" for k, v in row.items() if probe in _text(v)]
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)


def everywhere(county: County) -> Document:
    """An issued document whose words are in every place that documents use."""
    document = to_issued(county, title=TITLE, body=BODY)
    incoming = registered(county, document)
    refuse(copy=copy_at(county, document, "柳河镇"), reason=f"{PROBE}附件打不开。",
           actor=county.actor("柳河镇收发员"), at=MONDAY)  # fmt: skip
    remind(document=document, copies=list(document.copies.values_list("pk", flat=True)), text="", by_sms=True,
           actor=county.actor("drafter"), at=MONDAY)  # fmt: skip
    step(county, incoming, "城关镇收发员", opinion=f"{PROBE}一件，请拟办。")
    return document


def test_nothing_of_the_text_is_left_in_any_table_file_or_log(county, guard, leader, caplog):
    document = everywhere(county)
    assert {"documents.Document.title", "documents.Version.body", "inbox.Item.title"} <= set(places_of(PROBE))
    blobs = [f.digest for f in files.files_of(subject=document.reference)]
    with caplog.at_level(logging.DEBUG):
        made = purged(county, document, guard)
    run_erasing()
    assert places_of(PROBE) == []
    assert PROBE not in caplog.text
    assert blobs
    assert not stored(blobs)
    assert made.report["versions"] == 1


def run_erasing() -> None:
    """What the worker does after the commit."""
    from tongban.foundation.files.operations.erasing import erase
    from tongban.foundation.jobs.models import Job

    for job in Job.objects.filter(name="files.erase_content"):
        erase(digests=job.payload["digests"], actor=system_actor(), at=MONDAY)


def stored(digests: list[str]) -> list[str]:
    from tongban.foundation.files.stores import store

    return [digest for digest in digests if store().has(digest)]


@pytest.mark.feature("F-SC-18")
def test_who_received_it_and_its_number_stay_known(county, guard, leader):
    document = everywhere(county)
    made = purged(county, document, guard)
    document.refresh_from_db()
    assert (document.state, document.number_text) == ("purged", "临政办发〔2026〕1号")
    assert len(made.report["units"]) == 6
    assert {"unit": "城关镇人民政府", "signer": "收发0", "number": "城收〔2026〕1号"} in made.report["units"]
    assert Copy.objects.filter(document=document).count() == 6


def test_nobody_finds_it_any_more(county, guard, leader):
    document = everywhere(county)
    purged(county, document, guard)
    for part in ("drafter", "leader", "registrar", "城关镇收发员"):
        with pytest.raises(NotFound):
            document_for(county.actor(part), document.pk, at=MONDAY)
        assert not inbox.open_items(inbox.keys_of(county.actor(part), at=MONDAY))


def test_the_audit_chain_still_verifies_and_names_both(county, guard, leader):
    document = everywhere(county)
    purged(county, document, guard)
    verdict = audit.verify()
    assert verdict.sound
    last = audit.history_of(document.reference).last()
    assert (last.action, last.actor_name) == ("documents.confirm_purge", "余安")


def test_a_running_process_ends_and_its_desks_are_empty(county, guard, leader):
    document = make_draft(county, title=TITLE, body=BODY)
    step(county, document, "drafter", opinion=f"{PROBE}，请审核。")
    make_preview(document=document, actor=system_actor(), at=MONDAY)
    attachments.add(document=make_draft(county), received=uploaded(PDF, purpose="documents.attachment"),
                    actor=county.actor("drafter"), at=MONDAY)  # fmt: skip
    purged(county, document, guard)
    assert not inbox.open_items(inbox.keys_of(county.actor("head"), at=MONDAY))
    assert places_of(PROBE) == []


def test_a_scan_registered_on_paper_goes_too_with_the_same_scan_elsewhere(county, guard, leader):
    unit = county.receivers[0]
    series = Series.objects.get(unit=unit, purpose="documents.incoming")
    fields = IncomingFields(title=TITLE, from_unit="省水利厅")
    given = {"unit": unit, "series": series, "actor": county.actor("城关镇收发员"), "at": MONDAY}
    scans = [Scan(uploaded(PDF, name=f"{PROBE}.pdf", purpose="documents.scan"), pages=1) for _ in range(2)]
    first, other = (register_paper(fields=fields, scans=[scan], **given) for scan in scans)
    make_person("周正", unit=unit, title="副镇长", rank="deputy")
    made = propose_purge(target=first, ground="保密审查认定。", actor=guard, at=MONDAY)
    confirm_purge(purge=made, actor=county.actor("城关镇主要领导"), at=MONDAY)
    other.refresh_from_db()
    assert other.file_id is None
    assert Incoming.objects.get(pk=first.pk).state == "purged"


def test_one_person_cannot_do_it_alone(county, guard, leader):
    made = propose_purge(target=make_draft(county), ground="认定。", actor=guard, at=MONDAY)
    with pytest.raises(NotAllowed):
        confirm_purge(purge=made, actor=guard, at=MONDAY)
    with pytest.raises(NotAllowed):
        confirm_purge(purge=made, actor=county.actor("drafter"), at=MONDAY)


@pytest.mark.feature("F-SC-18")
def test_only_a_security_administrator_proposes(county, guard, leader):
    document = make_draft(county)
    with pytest.raises(NotAllowed):
        propose_purge(target=document, ground="认定。", actor=leader, at=MONDAY)
    with pytest.raises(Invalid, match="依据"):
        propose_purge(target=document, ground=" ", actor=guard, at=MONDAY)


def test_the_second_person_may_refuse_and_the_document_stays(county, guard, leader):
    document = make_draft(county)
    made = propose_purge(target=document, ground="认定。", actor=guard, at=MONDAY)
    drop_purge(purge=made, actor=leader, at=MONDAY)
    with pytest.raises(Conflict, match="余安"):
        confirm_purge(purge=made, actor=leader, at=MONDAY)
    assert document_for(county.actor("drafter"), document.pk, at=MONDAY).title == document.title


def test_proposing_twice_is_refused_and_without_a_second_person_too(county, guard):
    document = make_draft(county)
    with pytest.raises(Conflict, match="第二个人"):
        propose_purge(target=document, ground="认定。", actor=guard, at=MONDAY)
    make_person("余安", unit=county.office, title="主任", rank="head")
    propose_purge(target=document, ground="认定。", actor=guard, at=MONDAY)
    with pytest.raises(Conflict, match="已经提出"):
        propose_purge(target=document, ground="认定。", actor=guard, at=MONDAY)


def test_backups_made_since_it_came_are_listed(county, guard, leader, settings, tmp_path):
    settings.HOME = tmp_path
    lines = [
        {"made_at": MONDAY.replace(day=day).isoformat(), "file": str(tmp_path / f"{day}.tar.gz")} for day in (9, 17)
    ]
    (tmp_path / "backups.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    made = purged(county, make_draft(county), guard)
    assert [b["file"] for b in made.report["backups"]] == [str(tmp_path / "17.tar.gz")]
    assert made.report["backups"][0]["there"] is False
