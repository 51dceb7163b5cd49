"""What anybody finds: items, guides, progress by number and code, licences."""

from uuid import uuid4

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from tongban.business.casework.operations.screen import ask_supplement
from tongban.business.casework.testing import delivered, submitted
from tongban.business.hall.models import Attempt, Guide, LicenseCopy
from tongban.business.hall.operations.clearing import clear_attempts
from tongban.business.hall.operations.papers import draw_blank
from tongban.business.hall.queries.published import content_of
from tongban.business.hall.testing import applied
from tongban.business.licenses.models import License
from tongban.business.licenses.operations import revoke
from tongban.engines.exchange.testing import carry
from tongban.foundation.files.models import StoredFile
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
LIST, PROGRESS, CHECK = "/guide/", "/progress/", "/check/"


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf)).replace(" ", "")


def found(client, **asked) -> str:
    answer = client.get(LIST, asked)
    assert list(faults(answer.content)) == []
    return answer.content.decode()


def look(client, number, code):
    return client.post(PROGRESS, {"number": number, "code": code})


@pytest.mark.feature("F-SV-04")
@pytest.mark.parametrize("words", ["食品经营", "我想开饭馆", "市场监督管理局", "spjy", "营业执照"])
def test_an_item_is_found_by_everyday_words_by_organ_and_by_pinyin(client, guide, words):
    page = found(client, q=words)
    assert guide.name in page
    assert "没有找到" not in page, "it is found, not only near"


def test_where_nothing_fits_the_nearest_items_are_named_and_no_dead_end_is_left(client, guide):
    page = found(client, q="开饭馆的执照年检")
    assert "没有找到" in page
    assert "您可能想办" in page
    assert guide.name in page
    assert "看全部事项" in found(client, q="宇宙飞船")


def test_items_are_narrowed_by_whom_they_serve_by_topic_organ_and_initial(client, guide):
    for narrowed in ({"for": "person"}, {"topic": "我要开饭店"}, {"unit": guide.unit}, {"initial": "S"}):
        assert guide.name in found(client, **narrowed)
    for other in ({"topic": "婚姻"}, {"unit": "别的局"}, {"initial": "Z"}):
        assert guide.name not in found(client, **other)
    for name in ("units", "initials"):
        assert list(faults(client.get(reverse(f"guide:{name}")).content)) == []


def test_a_search_costs_the_same_however_many_items_there_are(client, guide, django_assert_max_num_queries):
    for no in range(40):
        Guide.objects.create(
            uid=uuid4(), data=guide.data, changed_at=MONDAY, version=1, name=f"食品经营许可变更{no}", unit="某局", words=guide.words,
            digest="x",
        )  # fmt: skip
    with django_assert_max_num_queries(4):
        found(client, q="食品经营")


@pytest.mark.feature("F-SV-03")
@pytest.mark.feature("F-SV-05")
def test_a_guide_and_its_checklist_say_all_that_must_be_known(client, guide):
    page = client.get(reverse("guide:item", args=[guide.uid]))
    text = page.content.decode()
    for said in ("承诺时限", "要准备的材料", "受理条件", "食品安全法", "行政复议", "网上填写，自动生成", "在线申请"):
        assert said in text
    assert list(faults(page.content)) == []
    paper = client.get(reverse("guide:checklist", args=[guide.uid]))
    assert "一次性告知单" in paper.content.decode()
    for material in content_of(guide).materials:
        assert material.name in paper.content.decode()
    assert "<svg" in paper.content.decode(), "its QR code leads to the guide"
    assert list(faults(paper.content)) == []


@pytest.mark.feature("F-SV-03")
def test_the_blank_form_of_an_item_is_downloaded_by_anybody_and_follows_a_new_version(client, office):
    guide = office[1]
    address = reverse("guide:blank", args=[guide.uid])
    assert address in client.get(reverse("guide:item", args=[guide.uid])).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = words_of(b"".join(answer.streaming_content))
    for said in ("食品经营许可", "经营场所", "□热食类", "申请人签名"):
        assert said in text
    first = Guide.objects.get(pk=guide.pk).blank
    draw_blank(guide=guide, actor=system_actor(), at=MONDAY)
    assert not StoredFile.objects.filter(pk=first.pk).exists(), "the form of before is gone"
    Guide.objects.update(blank=None)
    assert client.get(address).status_code == 404


def test_a_withdrawn_item_is_no_longer_offered_and_its_page_says_why(client, guide):
    Guide.objects.update(withdrawn=True, data=guide.data | {"withdrawn": True, "reason": "法律修改。"})
    assert guide.name not in found(client)
    page = client.get(reverse("guide:item", args=[guide.uid]))
    assert page.status_code == 410
    assert "法律修改" in page.content.decode()
    assert "在线申请" not in page.content.decode()


def test_a_reader_who_has_the_page_does_not_get_it_again_until_it_changes(client, guide, django_assert_num_queries):
    address = reverse("guide:item", args=[guide.uid])
    first = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    Guide.objects.update(digest="other")
    assert client.get(address)["ETag"] != first["ETag"]


def test_who_is_logged_in_gets_a_page_of_his_own_that_nobody_else_sees(client, mine, guide, member):
    address = reverse("guide:item", args=[guide.uid])
    own = mine.get(address)
    assert "ETag" not in own
    assert member.name not in client.get(address).content.decode()


@pytest.mark.feature("F-SV-17")
def test_number_and_code_open_the_progress_and_it_names_nobody(client, office, member):
    made = applied(office[1], member)
    before = look(client, made.receipt.lower(), f" {made.code[:4]} {made.code[4:]}").content.decode()
    assert "等待窗口收件" in before
    carry()
    for number in (made.receipt, made.progress.number):
        page = look(client, number, made.code)
        text = page.content.decode()
        assert "待受理" in text
        for personal in (member.name, member.phone, member.id_number, "老街12号"):
            assert personal not in text
        assert list(faults(page.content)) == []
        assert "no-store" in page["Cache-Control"]


def test_a_case_of_the_window_is_looked_up_the_same_way(client, office):
    case = submitted(office[0])
    carry()
    text = look(client, case.number_text, case.query_code).content.decode()
    assert case.version.name in text
    assert case.applicant not in text


def test_whoever_applied_at_the_window_reads_with_number_and_code_what_is_to_be_supplemented(client, office):
    case = submitted(office[0], but=("m4",))
    ask_supplement(case=case, missing={"m4": "交营业执照复印件。"}, actor=office[0].actor("clerk"), at=MONDAY)
    carry()
    page = look(client, case.number_text, case.query_code)
    assert "交营业执照复印件" in page.content.decode()
    assert "请把材料交到窗口" in page.content.decode()
    assert list(faults(page.content)) == []


def test_wrong_codes_are_counted_and_then_nothing_opens_for_a_while(client, guide, member):
    made = applied(guide, member)
    for _ in range(5):
        assert look(client, made.receipt, "00000000").status_code == 422
    stopped = look(client, made.receipt, made.code)
    assert stopped.status_code == 409
    assert "15分钟后" in stopped.content.decode()
    Attempt.objects.update(first_at=MONDAY)
    assert look(client, made.receipt, made.code).status_code == 200
    assert clear_attempts(actor=system_actor(), at=now()) == 2


def test_nothing_tells_whether_the_number_or_the_code_was_wrong(client, guide, member):
    made = applied(guide, member)
    wrong = look(client, made.receipt, "00000000").content.decode()
    assert "编号和查询码对不上" in wrong
    assert "编号和查询码对不上" in look(client, "WS202611160009990", "00000000").content.decode()
    assert look(client, "", "").status_code == 422


@pytest.mark.feature("F-SV-27")
def test_anybody_checks_a_licence_by_its_code_or_number_and_a_revoked_one_is_told(client, office):
    delivered(office[0])
    carry()
    licence, copy = License.objects.get(), LicenseCopy.objects.get()
    for typed in (copy.token.lower(), f"{copy.token[:4]}-{copy.token[4:]}", copy.number):
        page = client.get(CHECK, {"code": typed}, follow=True)
        assert "有效" in page.content.decode()
        assert copy.number in page.content.decode()
        assert list(faults(page.content)) == []
    revoke(license=licence, reason="以欺骗手段取得", actor=system_actor(), at=MONDAY)
    carry()
    assert "已撤销，不能使用" in client.get(reverse("check:license", args=[copy.token])).content.decode()
    assert client.get(reverse("check:license", args=["NOSUCHTOKEN1"])).status_code == 404


def test_the_home_page_leads_to_topics_items_progress_and_the_hall(client, guide, settings):
    settings.PORTAL = {**settings.PORTAL, "place": "滨江路18号", "hours": "工作日"}
    for address in ("/", "/companies"):
        page = client.get(address)
        text = page.content.decode()
        assert "开办企业" in text
        assert guide.name in text
        assert "滨江路18号" in text
        assert list(faults(page.content)) == []
        assert "csrf" not in text, "the page is the same for everybody"
