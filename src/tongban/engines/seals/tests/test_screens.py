"""The screens over HTTP: the keeper's, the seal office's, and 验章."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tongban.engines.seals.models import Seal, SealUse
from tongban.engines.seals.operations.use import apply_seal
from tongban.engines.seals.testing import (
    FIRST_PASSWORD,
    keeper_of,
    make_seal,
    make_untouched,
    one_page_pdf,
    opened,
    specimen_picture,
    use_of,
)
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.now import now
from tongban.kernel.testing import within

NEW = "qingshan-2027"


@pytest.fixture
def seal(office):
    return make_untouched(office.bureau, office.keeper, at=now())


def sealed_file(office, seal) -> bytes:
    at = now()
    use = use_of(seal.unit, office.acts("leader"), at=at)
    return within(
        apply_seal, by=keeper_of(seal, at=at), when=at, unlocked=opened(seal, at=at), pdf_file=one_page_pdf(), use=use
    )


def typed(old=FIRST_PASSWORD, new=NEW, again=NEW):
    return {"old_password": old, "new_password": new, "again_password": again}


@pytest.mark.feature("F-SE-05", "F-SE-12")
def test_the_keeper_takes_a_seal_over_by_setting_a_password_of_his_own(client, office, seal):
    sign_in(client, office.keeper)
    assert "临江县水利局" in client.get(reverse("seals:list")).content.decode()
    page = client.get(reverse("seals:seal", args=[seal.pk])).content.decode()
    assert "还没有启用" in page
    answer = client.post(reverse("seals:password", args=[seal.pk]), typed(), follow=True)
    assert "印章密码已修改" in answer.content.decode()
    assert not Seal.objects.get(pk=seal.pk).must_change_password


@pytest.mark.parametrize(
    ("given", "told"),
    [(typed(old="wrong-0001"), "再输错 4 次"), (typed(new="12345678", again="12345678"), "要有字母和数字"),
     (typed(again="other-0001"), "不一样")],
    ids=["wrong", "weak", "unlike"],
)  # fmt: skip
def test_a_wrong_change_is_told_at_its_field_and_gives_no_password_back(client, office, seal, given, told):
    sign_in(client, office.keeper)
    answer = client.post(reverse("seals:password", args=[seal.pk]), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert not any(value in text for value in given.values())


def test_after_five_wrong_passwords_the_page_says_that_the_seal_is_locked(client, office, seal):
    sign_in(client, office.keeper)
    answers = [client.post(reverse("seals:password", args=[seal.pk]), typed(old=f"wrong-000{n}")) for n in range(5)]
    assert [a.status_code for a in answers] == [422, 422, 422, 422, 409]
    assert "已锁定" in client.get(reverse("seals:seal", args=[seal.pk])).content.decode()
    assert Entry.objects.filter(action="seals.record_failure").count() == 5


def test_somebody_else_finds_no_such_seal(client, office, seal):
    sign_in(client, office.clerk)
    for page in ("seal", "password", "impression"):
        assert client.get(reverse(f"seals:{page}", args=[seal.pk])).status_code == 404
    assert "您没有保管的印章" in client.get(reverse("seals:list")).content.decode()
    assert client.get(reverse("console-seals:list")).status_code == 403


@pytest.mark.feature("F-SE-06")
def test_the_register_is_shown_searched_and_exported(client, office):
    seal = make_seal(office.bureau, office.keeper, at=now())
    sealed_file(office, seal)
    SealUse.objects.update(title="=1+1 关于供暖的通知")
    sign_in(client, office.keeper)
    address = reverse("seals:seal", args=[seal.pk])
    assert "临政办发〔2026〕1号" in client.get(address, {"text": "供暖"}).content.decode()
    assert "没有符合条件" in client.get(address, {"text": "防汛"}).content.decode()
    answer = client.post(reverse("seals:export", args=[seal.pk]), {"text": "供暖"})
    table = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert table[0].startswith("时间,印章,文号")
    assert ",'=1+1 关于供暖的通知," in table[1]
    assert Entry.objects.filter(action="seals.export_register", subject_id=seal.pk).exists()


def test_the_picture_is_shown_as_an_image_that_can_run_nothing(client, office, seal):
    sign_in(client, office.keeper)
    answer = client.get(reverse("seals:impression", args=[seal.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.feature("F-SE-10")
def test_a_file_is_verified_line_by_line_and_nothing_of_it_is_kept(client, office, settings, tmp_path):
    settings.BLOB_FOLDER = tmp_path / "blobs"
    file = sealed_file(office, make_seal(office.bureau, office.keeper, at=now()))
    changed = bytearray(file)
    changed[len(file) // 3] ^= 1
    sign_in(client, office.clerk)
    seen = {}
    for name, data in (("good", file), ("changed", bytes(changed)), ("plain", one_page_pdf()), ("junk", b"hello")):
        upload = SimpleUploadedFile(f"{name}.pdf", data, content_type="application/pdf")
        seen[name] = client.post(reverse("seals:verify"), {"file": upload}).content.decode()
    for words in ("有效", "与本系统用印登记一致", "证书链完整"):
        assert words in seen["good"]
    assert "无效" in seen["changed"]
    assert "与本系统用印登记一致" not in seen["changed"]
    assert "没有签章" in seen["plain"]
    assert "无法读取" in seen["junk"]
    assert [p for p in settings.BLOB_FOLDER.rglob("*") if p.is_file()] == []


def test_verifying_asks_for_a_file(client, office):
    sign_in(client, office.clerk)
    assert "请选择要查验的文件" in client.post(reverse("seals:verify"), {}).content.decode()


@pytest.mark.feature("F-SE-01", "F-SE-02")
def test_the_office_makes_a_seal_in_two_pages(client, office):
    sign_in(client, office.maker)
    first = client.get(reverse("console-seals:choose"), {"unit": office.bureau.pk, "sort": "official"})
    assert first.status_code == 302
    assert "按单位名称绘制" in client.get(first["Location"]).content.decode()
    assert b"<svg" in client.get(f"{first['Location']}/preview.svg").content
    given = {"keeper": office.keeper.pk, "password": FIRST_PASSWORD, "basis": "介绍信第12号", "specimen": "on"}
    answer = client.post(first["Location"], given, follow=True)
    assert "已制发临江县水利局公章" in answer.content.decode()
    assert "介绍信第12号" in answer.content.decode()
    again = client.get(reverse("console-seals:choose"), {"unit": office.bureau.pk, "sort": "official"})
    assert "已有一枚有效的公章" in again.content.decode()


def test_a_seal_with_an_emblem_asks_for_the_registered_picture(client, office):
    sign_in(client, office.maker)
    address = reverse("console-seals:make", args=[office.government.pk, "official"])
    given = {"keeper": office.keeper.pk, "password": FIRST_PASSWORD}
    assert "不能由系统绘制" in client.get(address).content.decode()
    for data, told in ((None, "请选择登记的印模图片"), (b"GIF89a", "PNG")):
        upload = {} if data is None else {"picture": SimpleUploadedFile("yin.png", data)}
        answer = client.post(address, given | upload)
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert client.get(f"{address}/preview.svg").status_code == 422
    picture = SimpleUploadedFile("yin.png", specimen_picture("临江县人民政府"))
    assert client.post(address, given | {"picture": picture}).status_code == 302
    assert Seal.objects.get().emblem == "national"


@pytest.mark.feature("F-SE-03", "F-ID-24")
def test_the_office_leads_a_seal_through_its_life(client, office, seal):
    sign_in(client, office.maker)
    at = lambda name: reverse("console-seals:act", args=[seal.pk, name])  # noqa: E731
    steps = [
        ("hand-over", {"to": office.successor.pk, "reason": "轮岗"}), ("suspend", {"reason": "机构调整"}), ("resume", {}),
        ("renew", {}), ("cancel", {"reason": "磨损"}), ("destroy", {"reason": "实物已销毁"}),
    ]  # fmt: skip
    for name, given in steps:
        assert client.get(at(name)).status_code == 200, name
        assert client.post(at(name), given).status_code == 302, name
    page = client.get(reverse("console-seals:seal", args=[seal.pk])).content.decode()
    for word in (
        "原保管人 管正清，新保管人 方接任；轮岗",
        "停用：机构调整",
        "恢复使用",
        "证书续期",
        "注销：磨损",
        "销毁：",
    ):
        assert word in page
    assert client.get(at("suspend")).status_code == 404


def test_an_ending_without_a_reason_is_told_at_its_field(client, office, seal):
    sign_in(client, office.maker)
    answer = client.post(reverse("console-seals:act", args=[seal.pk, "cancel"]), {"reason": " "})
    assert (answer.status_code, "请填写原因" in answer.content.decode()) == (422, True)
    assert Seal.objects.get(pk=seal.pk).state == "valid"


def test_a_list_costs_the_same_however_many_seals_there_are(client, office, django_assert_max_num_queries):
    for unit in (office.bureau, office.town):
        for sort in ("official", "contract", "finance"):
            make_untouched(unit, office.keeper, at=now(), sort=sort)
    sign_in(client, office.maker)
    client.get(reverse("console-seals:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("console-seals:list"))
