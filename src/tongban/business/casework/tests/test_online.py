"""What comes from the public zone becomes a case once, and what the public zone is told of it is true and no more than it needs."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tongban.business.casework import handlers, queries
from tongban.business.casework.contracts import (
    MATERIAL,
    NOT_TAKEN,
    PREACCEPT,
    SERVICE,
    SUPPLEMENT,
    Consent,
    Filed,
    Opened,
    Party,
    PublicCase,
    Rated,
    Sent,
    Sort,
    State,
    Supplemented,
    Withdrawn,
)
from tongban.business.casework.models import Case, Material, NotTaken, Rating
from tongban.business.casework.operations.conduct import begin_special
from tongban.business.casework.operations.decide import deliver, grant
from tongban.business.casework.operations.screen import accept, ask_supplement, reject
from tongban.business.casework.testing import APPLICANT, FORM, accepted, decided, delivered, sealed, step, submitted
from tongban.business.catalog.operations import publish_version, revise
from tongban.business.catalog.operations import withdraw as withdraw_item
from tongban.business.licenses import api as licenses
from tongban.engines.exchange.api import Arrived, topics
from tongban.engines.exchange.models import Announcement
from tongban.foundation.clocks import api as clocks
from tongban.foundation.files import api as files
from tongban.foundation.numbering.models import Series
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.plain import from_plain, to_plain
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
KEYS = ("m1", "m2", "m3", "m4")
FRIDAY_NIGHT = MONDAY.replace(hour=22) + timedelta(days=4)


def filed(bureau, **changes):
    """The application of an enterprise with a real-named agent, as the hall sends it."""
    party = Party(
        name=APPLICANT.name, code=APPLICANT.code, agent=APPLICANT.agent, phone=APPLICANT.phone, audience="6", level=2
    )
    sent = Filed(
        uid=str(uuid4()), receipt="WS20261116000017", code="80254617", item=str(bureau.version.item.uid), version=1, form=1,
        party=party, data=FORM["food_business"], materials=tuple(Sent(key=key, file=no) for no, key in enumerate(KEYS)),
        consents=(Consent(what=SERVICE, version="1", at=MONDAY),), submitted_at=MONDAY,
    )  # fmt: skip
    return replace(sent, **changes)


def arrived(topic, value):
    """The parcel as the exchange hands it over: the value in its plain form, its files kept without a subject."""
    kept = [stored(f"材料{sent.file}.pdf") for sent in getattr(value, "materials", ())]
    return Arrived(str(uuid4()), topic, value.uid, json.loads(json.dumps(to_plain(value))), kept, MONDAY)


def stored(name):
    content = io.BytesIO(b"%PDF-1.4\n" + uuid4().bytes.hex().encode() + b"\n%%EOF")
    received = files.receive(source=content, name=name, purpose=MATERIAL)
    return within(files.keep, by=system_actor(), received=received)


def taken_in(bureau, **changes):
    value = filed(bureau, **changes)
    handlers.application(arrived("hall.application", value))
    return Case.objects.get(source=value.uid)


def told(case_or_key):
    """What the public zone is told."""
    content = queries.published(getattr(case_or_key, "key", case_or_key))
    return from_plain(PublicCase, json.loads(json.dumps(content.body)))


@pytest.mark.feature("F-SV-12")
def test_an_online_application_becomes_a_case_once_with_its_files(bureau):
    parcel = arrived("hall.application", filed(bureau))
    for _ in range(2):
        handlers.application(parcel)
    case = Case.objects.get()
    assert (case.channel, case.receipt, case.query_code, case.audience) == ("web", "WS20261116000017", "80254617", "6")
    assert case.electronic
    kept = list(Material.objects.select_related("file").order_by("key"))
    assert [row.key for row in kept] == list(KEYS)
    assert {row.file.subject for row in kept} == {case.reference}
    assert case.submissions.get().consents[0]["what"] == SERVICE


def test_the_clock_of_what_came_at_night_runs_from_its_submission_however_late_it_was_carried(bureau):
    case = taken_in(bureau, submitted_at=FRIDAY_NIGHT)
    assert (case.submitted_at, case.received_at) == (FRIDAY_NIGHT, FRIDAY_NIGHT)
    assert clocks.live_clock(case.reference, SUPPLEMENT).legal_due_on.isoformat() == "2026-11-27"
    looked_at = clocks.live_clock(case.reference, PREACCEPT)
    assert looked_at.due_at == MONDAY.replace(hour=17, minute=30) + timedelta(days=8), "Monday and Tuesday"


def test_the_version_that_the_applicant_saw_counts_although_a_new_one_came_meanwhile(bureau):
    new = revise(version=bureau.version, actor=system_actor("编制"), at=MONDAY)
    publish_version(version=new, actor=system_actor("审查"), at=MONDAY)
    assert taken_in(bureau, submitted_at=MONDAY + timedelta(minutes=1)).version_id == bureau.version.pk


def test_what_cannot_be_taken_in_is_told_to_the_applicant_with_its_reason(bureau):
    running = submitted(bureau)
    second = filed(bureau)
    handlers.application(arrived("hall.application", second))
    assert Case.objects.get() == running
    told_of = told(second.uid)
    assert (told_of.state, told_of.receipt, told_of.number) == (NOT_TAKEN, second.receipt, "")
    assert running.number_text in told_of.reason


def test_an_item_that_was_withdrawn_before_takes_nothing_in_and_after_it_does(bureau):
    withdraw_item(version=bureau.version, reason="改为备案", actor=system_actor(), at=MONDAY)
    late, early = (filed(bureau, submitted_at=MONDAY + timedelta(minutes=minutes)) for minutes in (1, -1))
    for value in (late, early):
        handlers.application(arrived("hall.application", value))
    assert told(late.uid).reason == "“食品经营许可新办（样例）”已于2026年11月16日停止办理：改为备案"
    assert Case.objects.get().source == early.uid


def test_what_the_office_has_to_put_right_is_no_reason_for_the_applicant(bureau):
    Series.objects.filter(purpose="casework.case").delete()
    with pytest.raises(Conflict, match="办件编号"):
        handlers.application(arrived("hall.application", filed(bureau)))
    assert not NotTaken.objects.exists()


def test_a_file_is_no_material_that_the_item_does_not_ask_for(bureau):
    value = filed(bureau, materials=(Sent(key="m9", file=0),))
    handlers.application(arrived("hall.application", value))
    assert "材料不属于这个事项" in told(value.uid).reason


def test_supplements_are_told_one_by_one_and_taken_in_online(bureau):
    case = taken_in(bureau)
    asked_for = {"m2": "图上没有标明操作流程", "m3": "缺少签名"}
    ask_supplement(case=case, missing=asked_for, actor=bureau.actor("clerk"), at=MONDAY)
    state = told(case)
    assert (state.state, state.may_supplement) == ("supplement", True)
    assert {row.key: row.what for row in state.missing} == asked_for
    sent = Supplemented(
        uid=case.source, data=FORM["food_business"], materials=(Sent(key="m2", file=0),), at=MONDAY + timedelta(days=1)
    )
    parcel = arrived("hall.supplement", sent)
    for _ in range(2):
        handlers.supplement(parcel)
    case.refresh_from_db()
    assert (case.state, case.submissions.count(), case.received_at) == ("submitted", 2, sent.at)
    assert told(case).missing == ()


def test_what_the_case_does_not_allow_any_more_changes_nothing(bureau):
    case = taken_in(bureau)
    for topic, value in (
        ("supplement", Supplemented(uid=case.source, data=FORM["food_business"], materials=(), at=MONDAY)),
        ("rating", Rated(uid=case.source, stars=5, at=MONDAY)),
    ):
        getattr(handlers, topic)(arrived(f"hall.{topic}", value))
    case.refresh_from_db()
    assert (case.state, case.submissions.count()) == (State.SUBMITTED, 1)
    assert not Rating.objects.exists()


def test_the_applicant_withdraws_before_the_decision(bureau):
    case = taken_in(bureau)
    handlers.withdrawal(arrived("hall.withdrawal", Withdrawn(uid=case.source, reason="不开了", at=MONDAY)))
    assert (told(case).state, told(case).may_withdraw) == ("withdrawn", False)


def test_the_rating_comes_from_the_applicant_once(bureau):
    case = taken_in(bureau)
    reject(case=case, reason="不需要许可", basis="《行政许可法》第三十二条", actor=bureau.actor("clerk"), at=MONDAY)
    assert told(case).may_rate
    parcel = arrived(
        "hall.rating", Rated(uid=case.source, stars=2, points=("服务态度",), comment="等了很久", at=MONDAY)
    )
    handlers.rating(parcel)
    handlers.rating(parcel)
    assert (told(case).stars, told(case).may_rate) == (2, False)


def granted_online(bureau, **changes):
    """A case that came online, decided and sealed."""
    case = taken_in(bureau, **changes)
    accept(case=case, handler=bureau.people["handler"], actor=bureau.actor("clerk"), at=MONDAY)
    for part in ("handler", "head"):
        step(bureau, case, part)
    grant(case=case, actor=bureau.actor("leader"), at=MONDAY)
    sealed(bureau, case, Sort.GRANT)
    drawn = licenses.draw(license=licenses.live_of(case.reference), actor=system_actor(), at=MONDAY)
    licenses.seal(license=drawn, unlocked=bureau.opened("official"), actor=bureau.actor("keeper"), at=MONDAY)
    case.refresh_from_db()
    return case


def test_who_agreed_to_it_is_served_when_he_opens_the_decision_and_that_is_the_proof(bureau):
    case = granted_online(bureau)
    decision = next(row for row in told(case).letters if row.sort == Sort.GRANT)
    at = MONDAY + timedelta(hours=2)
    handlers.opened(arrived("hall.opened", Opened(uid=case.source, letter=decision.uid, at=at)))
    case.refresh_from_db()
    assert (case.delivered_at, case.delivered_way, case.receiver) == (at, "online", APPLICANT.agent)
    assert next(row for row in told(case).letters if row.sort == Sort.GRANT).served_at == at


def test_a_letter_that_is_not_sealed_is_not_served_by_being_looked_for(bureau):
    case = taken_in(bureau)
    ask_supplement(case=case, missing={"m2": "缺图"}, actor=bureau.actor("clerk"), at=MONDAY)
    letter = case.letters.get()
    handlers.opened(arrived("hall.opened", Opened(uid=case.source, letter=str(letter.uid), at=MONDAY)))
    letter.refresh_from_db()
    assert letter.opened_at is None


def test_who_did_not_agree_is_not_served_online(bureau):
    case = granted_online(bureau, consents=())
    decision = next(row for row in told(case).letters if row.sort == Sort.GRANT)
    handlers.opened(arrived("hall.opened", Opened(uid=case.source, letter=decision.uid, at=MONDAY)))
    case.refresh_from_db()
    assert case.delivered_at is None
    with pytest.raises(Invalid, match="没有同意电子送达"):
        deliver(case=case, way="online", receiver="陈立群", actor=bureau.actor("clerk"), at=MONDAY)


def test_the_applicant_gets_his_letters_and_his_licence_as_files(bureau):
    case = granted_online(bureau)
    content = queries.published(case.key)
    state = told(case)
    with_file = [row for row in state.letters if row.file is not None]
    assert [(row.sort, content.files[row.file].name[:3]) for row in with_file] == [("grant", "准予行")]
    licence = licenses.live_of(case.reference)
    assert state.license == licence.token
    sent = topics["licenses.license"].compose(str(licence.uid))
    assert (sent.body["token"], sent.body["file"], len(sent.files)) == (licence.token, 0, 1)


def test_the_licence_is_told_with_its_case_as_soon_as_it_counts(bureau):
    case = decided(bureau)
    drawn = licenses.draw(license=licenses.live_of(case.reference), actor=system_actor(), at=MONDAY)
    before = Announcement.objects.get(topic="casework.case", key=case.key).turn
    licenses.seal(license=drawn, unlocked=bureau.opened("official"), actor=bureau.actor("keeper"), at=MONDAY)
    assert Announcement.objects.get(topic="casework.case", key=case.key).turn > before
    assert told(case).license == drawn.token


def test_of_a_case_of_the_window_no_letter_and_no_licence_file_leaves_the_office(bureau):
    case = delivered(bureau)
    content, state = queries.published(case.key), told(case)
    assert (content.files, state.letters, state.decision, state.source) == ([], (), None, "")
    assert [row.label for row in state.steps] == ["提交申请", "受理", "现场勘查", "审查", "准予行政许可决定", "送达"]
    sent = topics["licenses.license"].compose(str(licenses.live_of(case.reference).uid))
    assert (sent.body["lines"], sent.body["file"], sent.files) == ([], None, [])


def test_nothing_personal_stands_in_what_is_told(bureau):
    case = granted_online(bureau)
    plain = json.dumps(queries.published(case.key).body, ensure_ascii=False)
    for secret in (APPLICANT.name, APPLICANT.agent, APPLICANT.phone, APPLICANT.code, "老街12号", "孟海涛", "齐思远"):
        assert secret not in plain


def test_a_refusal_is_told_with_reason_article_and_remedies(bureau):
    case = taken_in(bureau)
    reject(case=case, reason="不需要许可", basis="《行政许可法》第三十二条", actor=bureau.actor("clerk"), at=MONDAY)
    decision = told(case).decision
    assert (decision.reason, decision.basis) == ("不需要许可", "《行政许可法》第三十二条")
    assert "临江县人民政府申请行政复议" in decision.remedies


def test_every_change_of_a_case_is_told(bureau):
    case = accepted(bureau)
    turns = []
    for part in ("handler", "head"):
        turns.append(Announcement.objects.get(topic="casework.case", key=case.key).turn)
        step(bureau, case, part)
    turns.append(Announcement.objects.get(topic="casework.case", key=case.key).turn)
    assert turns == sorted(set(turns))


def test_the_pause_is_told_with_its_ground(waterworks):
    case = accepted(waterworks)
    given = {"ground": clocks.Ground.TESTING, "body": "检测中心", "days": 10}
    begin_special(case=case, **given, actor=waterworks.actor("handler"), at=MONDAY)
    assert (told(case).paused, told(case).promised_until) == ("检测", None)


def test_what_is_known_outside_can_be_listed_for_the_first_meeting_of_the_zones(bureau):
    case, second = decided(bureau), filed(bureau)
    assert list(queries.published_keys()) == [str(case.uid)]
    assert queries.published(str(uuid4())) is None
    assert second.uid not in queries.published_keys()
