"""After the submission: letters, supplement, decision, licence, rating, withdrawal; and news of all that."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tongban.business.casework.models import Case, Rating
from tongban.business.casework.testing import FORM
from tongban.business.hall.models import LetterCopy, LicenseCopy, News, Progress
from tongban.business.hall.operations.drafts import use_license
from tongban.business.hall.operations.papers import draw_receipt
from tongban.business.hall.testing import ASKED, applied, asked, case_of, decided, filled
from tongban.business.hall.tests.test_looking import words_of
from tongban.engines.exchange.testing import carry
from tongban.foundation.files.testing import PDF
from tongban.foundation.members.api import holdings
from tongban.foundation.members.models import Agent
from tongban.foundation.members.testing import actor_of, make_agent, make_enterprise, make_member, sign_in_member
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(office):
    return office[0]


@pytest.fixture
def guide(office):
    return office[1]


@pytest.fixture
def filed(guide, member):
    """The submission, taken in by the office as a case."""
    submission = applied(guide, member)
    carry()
    return submission


def at(name, submission):
    return reverse(f"mine:{name}", args=[submission.uid])


def show(mine, name, submission) -> str:
    answer = mine.get(at(name, submission))
    assert answer.status_code == 200
    assert list(faults(answer.content)) == []
    return answer.content.decode()


@pytest.mark.feature("F-SV-20")
def test_the_own_cases_stand_under_mine_with_news_until_they_are_opened(mine, filed, member):
    page = mine.get(reverse("mine:home"))
    assert filed.receipt in page.content.decode()
    assert News.objects.filter(member=member, read_at=None).exists()
    assert list(faults(page.content)) == []
    assert "待受理" in show(mine, "case", filed)
    assert not News.objects.filter(member=member, read_at=None).exists()


def test_the_receipt_is_downloaded_by_its_applicant_as_pdf_with_number_and_code(mine, client, filed):
    filed.refresh_from_db()
    address = reverse("files:download", args=[filed.paper.uid])
    assert address in show(mine, "receipt", filed)
    text = words_of(b"".join(mine.get(address).streaming_content))
    assert filed.receipt in text
    assert filed.code in text
    assert client.get(address).status_code == 302, "a stranger is led to the login"
    before = filed.paper_id
    draw_receipt(submission=filed, actor=system_actor(), at=MONDAY)
    filed.refresh_from_db()
    assert filed.paper_id == before, "it is drawn once"


def test_a_name_that_no_font_draws_leaves_the_page_to_be_printed(mine, guide):
    filed = applied(guide, make_member("周\U00031350"))
    carry()
    filed.refresh_from_db()
    assert filed.paper is None


@pytest.mark.feature("F-SV-11")
def test_only_what_is_missing_is_supplemented_with_the_reason_for_each(mine, bureau, filed):
    asked(bureau, filed)
    assert ASKED["m2"] in show(mine, "case", filed)
    page = show(mine, "supplement", filed)
    assert ASKED["m4"] in page
    assert "食品安全管理制度" not in page, "what was right is not asked for again"
    half = mine.post(at("supplement", filed), {"file_m2": SimpleUploadedFile("图.pdf", PDF)})
    assert half.status_code == 422
    assert "请上传营业执照。" in half.content.decode()
    mine.post(at("supplement", filed), {"file_m4": SimpleUploadedFile("照.pdf", PDF)})
    assert "补正材料已提交" in show(mine, "case", filed)
    carry()
    assert case_of(filed).state == "submitted"
    assert case_of(filed).submissions.count() == 2


def test_the_form_is_put_right_where_the_notice_names_it_and_nothing_else_changes_it(mine, bureau, filed):
    asked(bureau, filed, {"m1": "面积与布局图不一致。", "m4": "照片看不清。"})
    page = show(mine, "supplement", filed)
    assert "面积与布局图不一致" in page
    assert 'name="file_m1"' not in page, "the form is filled in, not uploaded"
    wrong = mine.post(at("supplement", filed), FORM["food_business"] | {"delivery": "", "area": "很大"})
    assert wrong.status_code == 422
    assert 'value="很大"' in wrong.content.decode()
    sent = FORM["food_business"] | {"delivery": "", "area": "75", "file_m4": SimpleUploadedFile("照.pdf", PDF)}
    assert mine.post(at("supplement", filed), sent).status_code == 302
    assert "75" in show(mine, "case", filed)
    carry()
    assert case_of(filed).submissions.latest("no").data["area"] == 75
    filed.refresh_from_db()
    assert filed.data["area"] == 60, "what was submitted stays as it was"


def test_an_answer_that_nobody_asked_for_changes_no_form(mine, bureau, filed):
    asked(bureau, filed)
    files = {f"file_{key}": SimpleUploadedFile("材料.pdf", PDF) for key in ASKED}
    mine.post(at("supplement", filed), FORM["food_business"] | {"area": "999"} | files)
    assert filed.supplements.get().data["area"] == 60


def test_every_agent_of_an_enterprise_follows_its_applications_until_he_is_its_agent_no_more(guide, member, bureau):
    shop, other = make_enterprise(member), make_member("何苗")
    agency = make_agent(shop, other)
    filed, own = applied(guide, member, shop), applied(guide, member)
    carry()
    asked(bureau, filed)
    agent = Client()
    sign_in_member(agent, other)
    assert filed.receipt in agent.get(reverse("mine:home")).content.decode()
    assert ASKED["m2"] in show(agent, "case", filed)
    agent.post(at("withdraw", filed), {"reason": "不开店了"})
    assert filed.withdrawal.reason == "不开店了"
    assert agent.get(at("case", own)).status_code == 404, "what its owner does for himself is nobody else's"
    Agent.objects.filter(pk=agency.pk).update(until=MONDAY)
    assert agent.get(at("case", filed)).status_code == 404
    assert agent.get(reverse("files:download", args=[filed.files.first().file.uid])).status_code == 404


@pytest.mark.feature("F-SV-16")
def test_letters_are_read_and_downloaded_by_their_applicant_alone_and_the_office_learns_when(
    mine, client, bureau, filed
):
    asked(bureau, filed)
    letter = LetterCopy.objects.get()
    address = reverse("mine:letter", args=[letter.uid])
    assert client.get(address).status_code == 302, "a stranger is led to the login"
    read = mine.get(address, follow=True)
    assert read["Content-Type"] == "application/pdf"
    assert b"".join(read.streaming_content).startswith(b"%PDF")
    carry()
    assert case_of(filed).letters.get().opened_at is not None


@pytest.mark.feature("F-SV-26")
def test_a_granted_licence_stands_under_the_own_licences_and_anybody_checks_it(mine, client, bureau, filed):
    decided(bureau, filed)
    copy = LicenseCopy.objects.get()
    page = mine.get(reverse("mine:licenses")).content.decode()
    assert copy.number in page
    assert mine.get(reverse("files:download", args=[copy.file.uid])).status_code == 200
    assert client.get(reverse("files:download", args=[copy.file.uid])).status_code == 302
    assert "有效" in client.get(reverse("check:license", args=[copy.token])).content.decode()


@pytest.mark.feature("F-SV-26")
def test_a_licence_is_handed_in_again_as_a_material_while_it_counts(mine, bureau, filed, guide, member):
    decided(bureau, filed)
    copy, draft = LicenseCopy.objects.get(), filled(guide, member)
    draft.files.filter(key="m4").delete()
    materials = reverse("apply:materials", args=[draft.uid])
    offered = f'value="{copy.token}"'
    assert offered in mine.get(materials).content.decode()
    mine.post(reverse("apply:reuse", args=[draft.uid, "m4"]), {"file": copy.token})
    assert draft.files.get(key="m4").file.digest == copy.file.digest
    LicenseCopy.objects.update(state="revoked", data=copy.data | {"state": "revoked"})
    assert offered not in mine.get(materials).content.decode()
    assert mine.post(reverse("apply:reuse", args=[draft.uid, "m2"]), {"file": copy.token}).status_code == 409
    stranger = filled(guide, make_member("贺兰"))
    with pytest.raises(NotAllowed):
        use_license(draft=stranger, key="m4", license=copy, actor=actor_of(stranger.member), at=MONDAY)


def test_a_refusal_says_why_by_which_article_and_what_can_be_done(mine, bureau, filed):
    decided(bureau, filed, granted=False)
    page = show(mine, "case", filed)
    assert "离污染源太近" in page
    assert "第三十三条" in page
    assert "行政复议" in page


@pytest.mark.feature("F-SV-29")
def test_a_service_is_rated_once_by_its_applicant_and_a_bad_rating_says_why(mine, bureau, filed):
    decided(bureau, filed)
    show(mine, "rate", filed)
    bare = mine.post(at("rate", filed), {"stars": "1"})
    assert bare.status_code == 422
    assert "请写明哪里不满意" in bare.content.decode()
    mine.post(at("rate", filed), {"stars": "1", "comment": "等得太久", "points": ["服务效率"]})
    assert mine.post(at("rate", filed), {"stars": "5"}).status_code == 409
    carry()
    assert Rating.objects.get(case=case_of(filed)).stars == 1


def test_an_application_is_withdrawn_with_its_reason_while_nothing_is_decided(mine, filed):
    show(mine, "withdraw", filed)
    assert mine.post(at("withdraw", filed), {"reason": " "}).status_code == 422
    mine.post(at("withdraw", filed), {"reason": "不开店了"})
    carry()
    assert case_of(filed).state == "withdrawn"
    filed.refresh_from_db()
    assert not filed.running, "the applicant may apply again"


def test_a_member_sees_what_is_kept_about_him_and_closes_no_account_while_a_case_runs(filed, member):
    held = holdings["hall"]
    assert filed.receipt in str(held.read(member))
    assert "没有办结" in held.stays(member)
    assert held.stays(make_member("贺兰")) == ""


def test_what_the_office_could_not_take_in_says_why(mine, guide, member):
    first = applied(guide, member)
    carry()
    Case.objects.filter(source=str(first.uid)).update(source="")  # at the window meanwhile
    type(first).objects.update(running=False)
    Progress.objects.all().delete()
    second = applied(guide, member)
    carry()
    page = show(mine, "case", second)
    assert "未能收件" in page
    assert "不能重复申请" in page
