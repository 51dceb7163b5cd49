"""A member applies: page by page, with materials, checks what he wrote, submits once."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tongban.business.casework.testing import FORM
from tongban.business.hall.contracts import SERVICE, TRUTH
from tongban.business.hall.models import Draft, Guide, Submission
from tongban.business.hall.operations.clearing import clear_drafts
from tongban.business.hall.operations.submitting import submit
from tongban.business.hall.queries.own import own_materials
from tongban.business.hall.rules.receipts import looks_right
from tongban.business.hall.sql import next_of_day
from tongban.business.hall.testing import applied, filled
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.testing import EXE, PDF
from tongban.foundation.members.testing import actor_of, make_enterprise, make_member, sign_in_member
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
TYPED = FORM["food_business"] | {"delivery": ""}


def begun(mine, guide) -> Draft:
    answer = mine.post(reverse("apply:start", args=[guide.uid]), {"who": "me"})
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get(uid=UUID(re.search(r"[0-9a-f-]{36}", answer["Location"])[0]))


def at(name, thing, *more):
    return reverse(f"apply:{name}", args=[thing.uid, *more])


def pdf(name="布局图.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.mark.feature("F-SV-09")
def test_an_application_goes_from_the_guide_to_its_receipt_without_script(mine, guide):
    draft = begun(mine, guide)
    page = mine.get(at("page", draft, 0))
    assert "第 2 步，共 4 步" in page.content.decode()
    assert list(faults(page.content)) == []
    assert mine.post(at("page", draft, 0), TYPED)["Location"] == at("materials", draft)
    sent = {f"file_{key}": pdf() for key in ("m2", "m3", "m4")}
    assert mine.post(at("materials", draft), sent)["Location"] == at("check", draft)
    check = mine.get(at("check", draft))
    assert "临江县城关镇老街12号" in check.content.decode()
    assert " checked" not in check.content.decode(), "no consent is ticked beforehand"
    assert list(faults(check.content)) == []
    done = mine.post(at("check", draft), {TRUTH: "on", SERVICE: "on"}, follow=True)
    made = Submission.objects.get()
    assert done.redirect_chain[-1][0] == reverse("mine:receipt", args=[made.uid])
    assert looks_right(made.receipt)
    assert made.receipt in done.content.decode()
    assert list(faults(done.content)) == []


def test_what_was_typed_wrongly_stands_at_its_field_and_is_kept(mine, guide):
    draft = begun(mine, guide)
    answer = mine.post(at("page", draft, 0), TYPED | {"area": "五十六"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="五十六"' in text
    assert 'aria-invalid="true"' in text
    assert "autofocus" in text, "the summary takes the focus without script"
    assert Draft.objects.get().data == {}


def test_a_draft_is_left_and_taken_up_again(mine, guide):
    draft = begun(mine, guide)
    assert mine.post(at("page", draft, 0), TYPED | {"leave": "1"})["Location"] == reverse("mine:home")
    assert at("resume", draft) in mine.get(reverse("mine:home")).content.decode()
    assert mine.get(at("resume", draft))["Location"] == at("materials", draft)
    assert begun(mine, guide) == draft, "there is one draft of an item"


def test_a_draft_is_thrown_away_with_its_materials(mine, guide, member):
    draft = filled(guide, member)
    mine.post(at("discard", draft))
    assert not Draft.objects.exists()
    assert not StoredFile.objects.filter(subject_kind="application_draft").exists()


def test_a_draft_that_nobody_saved_for_half_a_year_goes_with_its_materials_and_a_younger_one_stays(guide, member):
    old, young = filled(guide, member), filled(guide, make_member("贺兰"))
    Draft.objects.filter(pk=young.pk).update(saved_at=MONDAY + timedelta(days=2))
    assert clear_drafts(actor=system_actor(), at=MONDAY + timedelta(days=181)) == 1
    assert list(Draft.objects.all()) == [young]
    assert not StoredFile.objects.filter(subject_kind="application_draft", subject_id=old.pk).exists()


@pytest.mark.feature("F-SV-10")
def test_materials_that_are_missing_or_hostile_are_named_at_their_boxes(mine, guide):
    draft = begun(mine, guide)
    answer = mine.post(at("materials", draft), {"file_m2": pdf(), "file_m3": pdf("制度.pdf", EXE)})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "这个文件不是 PDF" in text
    assert set(draft.files.values_list("key", flat=True)) == {"m2"}, "what was right is kept"


def test_without_the_truth_nothing_is_submitted(mine, guide, member):
    draft = filled(guide, member)
    assert mine.post(at("check", draft), {SERVICE: "on"}).status_code == 422
    assert not Submission.objects.exists()


def test_a_double_click_and_a_second_tab_give_one_submission(mine, guide, member):
    draft = filled(guide, member)
    key = re.search(r'name="request_key" value="([^"]+)"', mine.get(at("check", draft)).content.decode())[1]
    first = mine.post(at("check", draft), {TRUTH: "on", "request_key": key})
    again = mine.post(at("check", draft), {TRUTH: "on", "request_key": key}, follow=True)
    tab = mine.post(at("check", draft), {TRUTH: "on"}, follow=True)
    assert Submission.objects.count() == 1
    assert again.redirect_chain[-1][0] == tab.redirect_chain[-1][0] == first["Location"]


def test_to_submit_costs_the_same_few_statements_however_many_materials_there_are(
    guide, member, django_assert_max_num_queries
):
    draft = filled(guide, member, make_enterprise(member))
    kept = list(draft.files.values_list("file_id", flat=True))
    with django_assert_max_num_queries(20):
        made = submit(draft=draft, consents=(TRUTH,), actor=actor_of(member), at=MONDAY)
    assert sorted(made.files.values_list("file_id", flat=True)) == sorted(kept), (
        "the draft's files become the submission's"
    )
    assert not StoredFile.objects.filter(subject_kind="application_draft").exists()


def test_receipt_numbers_of_a_day_go_on_from_the_last_one_and_begin_anew_the_next_day():
    tuesday = MONDAY.date() + timedelta(days=1)
    assert [within(next_of_day, day=day) for day in (MONDAY.date(), MONDAY.date(), tuesday)] == [1, 2, 1]


def test_the_same_applicant_has_one_application_for_an_item_under_way(mine, guide, member):
    made = applied(guide, member)
    draft = filled(guide, member)
    answer = mine.post(at("check", draft), {TRUTH: "on"})
    assert answer.status_code == 409
    assert made.receipt in answer.content.decode()
    assert Draft.objects.exists(), "what was filled in stays"


def test_an_enterprise_applies_through_its_agent_and_only_through_him(mine, guide, member):
    shop = make_enterprise(member)
    other = make_enterprise(make_member("贺兰"))
    choices = mine.get(reverse("apply:start", args=[guide.uid])).content.decode()
    assert shop.name in choices
    assert mine.post(reverse("apply:start", args=[guide.uid]), {"who": str(other.pk)}).status_code == 422
    mine.post(reverse("apply:start", args=[guide.uid]), {"who": str(shop.pk)})
    assert Draft.objects.get().enterprise == shop


def test_nobody_applies_without_a_real_name(public_zone, guide):
    client = Client()
    sign_in_member(client, make_member("无名", real_named=False))
    answer = client.get(reverse("apply:start", args=[guide.uid]))
    assert answer.status_code == 302
    assert "real-name" in answer["Location"] or "sign-in" in answer["Location"]


def test_a_strangers_draft_and_submission_look_like_none(mine, guide):
    theirs = make_member("贺兰")
    draft = filled(guide, theirs)
    assert mine.get(at("page", draft, 0), follow=True).status_code == 404
    made = applied(guide, make_member("第三人"))
    for name in ("case", "receipt", "supplement", "withdraw", "rate"):
        assert mine.get(reverse(f"mine:{name}", args=[made.uid])).status_code == 404
    sent = made.files.first()
    assert mine.get(reverse("files:download", args=[sent.file.uid])).status_code == 404


def test_what_was_answered_before_is_filled_in_and_what_was_handed_in_can_be_used_again(mine, guide, member):
    made = applied(guide, member)
    Submission.objects.update(running=False)
    draft = begun(mine, guide)
    assert draft.data["place"] == FORM["food_business"]["place"]
    page = mine.get(at("materials", draft)).content.decode()
    assert "以前交过的材料" in page
    [source] = own_materials(member)  # one file, however often it was handed in
    assert source.submission == made
    mine.post(at("reuse", draft, "m2"), {"file": source.pk})
    assert draft.files.get(key="m2").file.digest == source.file.digest


def test_a_draft_of_an_older_version_is_told_what_changed(mine, guide, member):
    draft = filled(guide, member)
    data = guide.data | {"version": 2}
    Guide.objects.filter(pk=guide.pk).update(data=data, version=2)
    assert mine.get(at("check", draft))["Location"] == at("resume", draft)
    page = mine.get(at("check", draft), follow=True)
    assert "从第1版改为第2版" in page.content.decode()
    mine.post(at("changed", draft))
    draft.refresh_from_db()
    assert (draft.version, draft.data["place"]) == (2, FORM["food_business"]["place"])


def test_a_draft_of_a_withdrawn_item_stays_and_says_why_it_cannot_be_submitted(mine, guide, member):
    draft = filled(guide, member)
    Guide.objects.filter(pk=guide.pk).update(
        withdrawn=True, data=guide.data | {"withdrawn": True, "reason": "法律修改。"}
    )
    page = mine.get(at("check", draft), follow=True).content.decode()
    assert "已经下架" in page
    assert "法律修改" in page
    assert Draft.objects.filter(pk=draft.pk).exists()
