"""What can be done with licences: prepare (inside the deciding operation), draw, seal, revoke."""

import io
import secrets
from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.licenses import pages, rules
from tongban.business.licenses.contracts import LICENSE, NUMBER, PAGES, Grant, LicenseIssued, State
from tongban.business.licenses.models import LIVE, Annotation, License
from tongban.business.licenses.queries import texts_of_licenses
from tongban.engines.exchange import api as exchange
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Duty, Unit, holders
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, enqueue, inside_operation, note, operation, publish
from tongban.kernel.references import Reference


@inside_operation
def prepare(*, subject: Reference, unit: Unit, grant: Grant) -> License:
    """A licence for what was just granted: numbered now, drawn by the worker, valid once it is sealed. The actor granted it."""
    at, actor = doing().at, doing().actor
    series = numbering.series_of(unit_id=unit.pk, purpose=NUMBER).first()
    if series is None:
        raise Conflict(
            f"{unit.name}还没有“证照编号”序列，不能发证。请管理员在编号管理中建立。", code="licenses.no-series"
        )
    day = localdate(at)
    number = numbering.reserve(series=series, year=day.year)[0]
    made = License(
        unit=unit, issuer_name=unit.name, name=grant.name, number=number, number_text=number.text, token=_token(),
        identifier=rules.identifier(type_code=grant.type_code, issuer_code=unit.credit_code, serial=number.text),
        holder=grant.holder, holder_code=grant.holder_code, lines=[list(line) for line in grant.lines], granted_on=day,
        valid_to=rules.last_day(day, grant.years), online=grant.online,
        approver_id=actor.person_id, approver_name=actor.name, approved_at=at,
        **pointing_at(subject),
    )  # fmt: skip
    made.save()
    numbering.assign(number=number, subject=made.reference)
    access.show(made.reference, [f"u{unit.pk}"], sort_at=at)
    search.put(texts_of_licenses([made.pk]))
    enqueue("licenses.draw", dedupe_key=f"licenses.draw:{made.pk}", license=made.pk)
    return made


@operation(may="licenses.draw", on="license")
def draw(*, license: License, actor: Actor, at: datetime) -> License:
    """制证: set the page and lay it on the desk of the seal's keeper. A second run changes nothing."""
    license = License.objects.select_for_update(of=("self",)).select_related("unit").get(pk=license.pk)
    if license.state != State.PREPARED:
        return license
    page = pages.draw(license, at=at)
    license.page_file = _store(license, page.pdf)
    license.layout = {"page": page.seal.page, "x": page.seal.x, "y": page.seal.y}
    license.state = State.DRAWN
    license.save(update_fields=["page_file", "layout", "state"])
    inbox.put([_entry(license, at)])
    return license


@operation(may="licenses.seal", on="license")
def seal(*, license: License, unlocked: seals.Unlocked, actor: Actor, at: datetime) -> License:
    """用印: from now on the licence counts, and the public check says so. Who granted it approved the use."""
    license = License.objects.select_for_update(of=("self",)).select_related("page_file").get(pk=license.pk)
    if license.state != State.DRAWN or license.page_file is None:
        raise Conflict("这份证照现在不需要用印，请刷新后再看。", code="licenses.not-drawn-yet")
    use = seals.Use(
        subject=license.reference, unit_id=license.unit_id, title=f"{license.name} {license.holder}",
        number=license.number_text, approver=Actor(person_id=license.approver_id, name=license.approver_name),
        approved_at=license.approved_at, pages=1, **license.layout,
    )  # fmt: skip
    with files.open_content(license.page_file) as source:
        stamped = seals.apply_seal(unlocked=unlocked, pdf_file=source.read(), use=use)
    license.sealed_file, license.state, license.issued_at = _store(license, stamped), State.ISSUED, at
    license.save(update_fields=["sealed_file", "state", "issued_at"])
    inbox.finish(license.reference, person_id=actor.person_id, at=at)
    exchange.announce(topic=LICENSE, key=str(license.uid))
    note(number=license.number_text)
    publish(LicenseIssued(license.reference, license.subject, license.valid_to))
    return license


@operation(may="licenses.revoke", on="license")
def revoke(*, license: License, reason: str, actor: Actor, at: datetime) -> License:
    """撤销, with its reason: the public check says so at once."""
    if not reason.strip():
        raise Invalid({"reason": "请写明撤销的依据和理由。"}, code="licenses.reason-missing")
    license = _counting(license, "撤销")
    license.state, license.ended_at, license.reason = State.REVOKED, at, reason.strip()[:200]
    license.save(update_fields=["state", "ended_at", "reason"])
    return license


@operation(may="licenses.annotate", on="license")
def annotate(*, license: License, text: str, actor: Actor, at: datetime) -> Annotation:
    """加注 on a licence that counts: everybody who checks it reads the note."""
    if not text.strip():
        raise Invalid({"text": "请填写加注的内容。"}, code="licenses.note-missing")
    license = _counting(license, "加注")
    made: Annotation = Annotation.objects.create(license=license, text=text.strip()[:200], at=at, by_name=actor.name)
    return made


@inside_operation
def _counting(license: License, what: str) -> License:
    """The licence, locked, which counts; checked by anybody it says something else when the operation is done."""
    found = License.objects.select_for_update().get(pk=license.pk)
    if found.state != State.ISSUED:
        raise Conflict(f"只有生效的证照可以{what}。", code="licenses.not-issued")
    exchange.announce(topic=LICENSE, key=str(found.uid))
    return found


def live_of(subject: Reference) -> License | None:
    """The licence of a subject that is being made or counts."""
    return License.objects.filter(state__in=LIVE, **pointing_at(subject)).select_related("sealed_file").first()


def _entry(license: License, at: datetime) -> inbox.Entry:
    keepers = holders(unit_ids=[license.unit_id], at=at, duty=Duty.SEAL_KEEPER, sections=True)
    return inbox.Entry(
        source=license.reference, subject=license.reference, category="证照", step="用印", received_at=at,
        keys=tuple(dict.fromkeys(inbox.duty_key(h.unit_id, Duty.SEAL_KEEPER) for h in keepers)),
        title=f"{license.name}：{license.holder}", number=license.number_text, from_person=license.approver_name,
    )  # fmt: skip


def _store(license: License, pdf: bytes) -> files.StoredFile:
    name = f"{license.name} {license.number_text}.pdf"
    received = files.receive(source=io.BytesIO(pdf), name=name, purpose=PAGES)
    return files.keep(received=received, subject=license.reference)


def _token() -> str:
    return "".join(secrets.choice(rules.READABLE) for _ in range(rules.CODE_LENGTH))
