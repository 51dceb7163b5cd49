"""The demo accounts that `tongban run` prints: one for each part of the journey."""

from collections.abc import Iterator

from tongban.demo.items import ORGANS
from tongban.demo.operations import PASSWORD
from tongban.demo.play import SEAL_PASSWORD
from tongban.demo.units import GOVERNMENT, OFFICE
from tongban.foundation.organization.api import Holding, Person

BUREAU = "临江县市场监督管理局"  # takes cases in
PARTS = (
    ("拟稿人", f"{OFFICE}/秘书科", "秘书科科员"), ("科室负责人", f"{OFFICE}/秘书科", "秘书科负责人"),
    ("核稿", OFFICE, "核稿员"), ("签发领导", GOVERNMENT, "副县长（常务）"), ("机要（复核、编号、分发）", OFFICE, "机要员"),
    ("公章管理员", OFFICE, "公章管理员"), ("会签单位收发员", "临江县财政局", "机要员"), ("会签单位领导", "临江县财政局", "局长"),
    ("第二会签单位收发员", "临江县发展和改革局", "机要员"), ("第二会签单位领导", "临江县发展和改革局", "局长"),
    ("收文单位收发员", "城关镇人民政府", "机要员"), ("收文单位领导", "城关镇人民政府", "镇长"),
    ("收文单位科室", "城关镇人民政府/党政综合办", "党政综合办负责人"), ("退文单位收发员", "临江县水利局", "机要员"),
    ("县长", GOVERNMENT, "县长"), ("副县长", GOVERNMENT, "副县长"), ("分管农业副县长", GOVERNMENT, "副县长（农业）"),
    ("主办科室", f"{OFFICE}/综合科", "综合科负责人"), ("协办科室", f"{OFFICE}/督查室", "督查室负责人"),
    ("乡镇拟稿人", "城关镇人民政府/党政综合办", "党政综合办科员"), ("乡镇核稿", "城关镇人民政府", "核稿员"),
    ("乡镇公章管理员", "城关镇人民政府", "公章管理员"), ("单位系统管理员", OFFICE, "公文管理员"), ("窗口人员", BUREAU, "窗口首席代表"), ("办件承办人", f"{BUREAU}/业务科", "业务科科员"),
    ("办件审查", f"{BUREAU}/业务科", "业务科负责人"), ("许可决定", BUREAU, "局长"), ("办件用印", BUREAU, "公章管理员"),
    ("监察员", "临江县行政审批服务局", "监察员"),
)  # fmt: skip
# The heads of the other organs that decide on cases: they answer what the supervisor orders.
HEADS = tuple((f"许可决定（{organ.name}）", organ.name, "局长") for organ in ORGANS if organ.name != BUREAU)
ADMINISTRATORS = (("系统管理员", 0), ("安全保密管理员", 1), ("审计管理员", 2), ("超级系统管理员", 3))


def lines() -> Iterator[str]:
    """One line an account: part, user name, person."""
    yield f"演示账号（密码都是 {PASSWORD}，印章密码 {SEAL_PASSWORD}）："
    for part, key, title in (*PARTS, *HEADS):
        if person := _holder(key, title):
            yield line(part, person)
    clerks = Person.objects.filter(holdings__post__unit__name=OFFICE, holdings__post__title="科员").order_by("pk")
    for part, index in ADMINISTRATORS:
        if len(clerks) > index:
            yield line(part, clerks[index])


def line(part: str, person: Person) -> str:
    """Part, user name and name, with tabs between."""
    assert person.account is not None
    return f"  {part}\t{person.account.username}\t{person.name}"


def _holder(key: str, title: str) -> Person | None:
    unit, _, section = key.partition("/")
    where = {"post__unit__name": section, "post__unit__parent__name": unit} if section else {"post__unit__name": unit}
    found = (
        Holding.objects.filter(post__title=title, until=None, **where).select_related("person__account").order_by("pk")
    )
    return found[0].person if found else None
