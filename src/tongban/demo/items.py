"""The items of the county's service hall: which organ decides on what, with which materials and limits. Data only, texts our own (样例).

Two are the shipped samples of the catalog; the others are put together from a few facts.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongban.business import catalog as catalog_app
from tongban.business.catalog import api as catalog

SHIPPED = Path(catalog_app.__path__[0]) / "data"
HOURS = "工作日 9:00—12:00，13:30—17:30"
COURT, GOVERNMENT = "临江县人民法院", "临江县人民政府"


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ with a window: the words of its numbers, who sits at the window, the items that it decides on."""

    name: str
    case_word: str
    letter_word: str
    license_word: str
    clerk: str
    items: tuple[str, ...]


ORGANS = (
    Organ("临江县市场监督管理局", "临市监办", "临市监许", "JY", "温如玉", ("food_business", "food_workshop")),
    Organ("临江县卫生健康局", "临卫办", "临卫许", "WS", "季云舟", ("water_supply", "public_place")),
    Organ("临江县住房和城乡建设局", "临住建办", "临住建许", "RQ", "施望舒", ("gas_station", "road_occupation")),
    Organ("临江县水利局", "临水办", "临水许", "QS", "严知微", ("water_taking",)),
    Organ("临江县文化和旅游局", "临文旅办", "临文旅许", "YL", "夏知秋", ("entertainment",)),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What the guide of an item says that is its own.

    `fields` are (name, title, choices or the most) of its form; the most is the length of a text up to 200, beyond that the value of a number.
    """

    name: str
    code: str
    days: tuple[int, int]  # 法定, 承诺
    basis: str
    conditions: str
    materials: tuple[str, ...]
    fields: tuple[tuple[str, str, int | tuple[str, ...]], ...]
    window: str
    result: str = ""
    years: int = 0
    pauses: tuple[str, ...] = ()
    inspection: bool = True
    topics: tuple[str, ...] = ("开办企业",)


SAMPLES = {
    "food_workshop": Sample(
        "食品小作坊登记（样例）", "990100131002", (20, 8), "《江州省食品小作坊管理规定（样例）》第八条",
        "一、有固定的加工场所，生熟分开。\n二、有防蝇防鼠防尘和清洗消毒的设施。\n三、从业人员有健康证明。",
        ("登记申请书", "场所平面图", "从业人员健康证明"),
        (("product", "加工的食品", 60), ("workers", "从业人数", 500)), "2层8号", "食品小作坊登记证", 3,
    ),
    "public_place": Sample(
        "公共场所卫生许可（样例）", "990100231003", (20, 6), "《公共场所卫生管理条例》第四条",
        "一、空气、水质、采光、照明、噪声合于卫生标准。\n二、有卫生管理人员和制度。\n三、直接为顾客服务的人员有健康证明。",
        ("卫生许可申请书", "场所平面图", "卫生检测报告"),
        (("kind", "场所类别", ("旅馆", "理发美容", "游泳场馆", "商场")), ("area", "面积（平方米）", 100_000)), "2层12号",
        "公共场所卫生许可证", 4, ("testing",),
    ),
    "gas_station": Sample(
        "燃气经营许可（样例）", "990100331004", (20, 12), "《城镇燃气管理条例》第十五条",
        "一、有合于标准的燃气气源和设施。\n二、有固定的经营场所和完善的安全管理制度。\n三、人员经专业培训并考核合格。",
        ("燃气经营许可申请书", "设施竣工验收文件", "安全管理制度"),
        (("source", "气源", ("管道天然气", "瓶装液化石油气")), ("storage", "储气量（立方米）", 1_000_000)), "3层5号",
        "燃气经营许可证", 5, ("expert_review",),
    ),
    "road_occupation": Sample(
        "临时占用城市道路审批（样例）", "990100331005", (15, 5), "《城市道路管理条例》第三十一条",
        "一、确需临时占用。\n二、有交通疏导和安全防护的方案。\n三、占用期满恢复原状。",
        ("占用申请书", "位置图", "疏导和防护方案"),
        (("reason", "占用事由", 100), ("length", "占用长度（米）", 5000)), "3层5号", inspection=True, topics=("施工建设",),
    ),
    "water_taking": Sample(
        "取水许可（样例）", "990100431006", (20, 15), "《取水许可和水资源费征收管理条例》第十条",
        "一、合于水资源规划和用水总量控制。\n二、不损害第三者的合法权益。\n三、退水合于水功能区的要求。",
        ("取水许可申请书", "水资源论证报告", "与第三者利害关系的说明"),
        (("source", "取水水源", ("地表水", "地下水")), ("yearly", "年取水量（立方米）", 100_000_000)), "3层9号",
        "取水许可证", 5, ("expert_review",), topics=("公用事业",),
    ),
    "entertainment": Sample(
        "娱乐场所经营许可（样例）", "990100631008", (20, 10), "《娱乐场所管理条例》第九条",
        "一、地点合于规定，与学校、医院、机关的距离够。\n二、边界噪声合于标准。\n三、消防、治安的条件具备。",
        ("经营许可申请书", "场所地理位置图和平面图", "负责人无不良记录的声明"),
        (("kind", "场所类别", ("歌舞娱乐", "游艺娱乐")), ("area", "面积（平方米）", 50_000)), "2层3号", "娱乐经营许可证", 2,
        ("hearing",),
    ),
}  # fmt: skip


def item(key: str) -> tuple[catalog.Content, dict[str, Any]]:
    """What an item says, and the definition of its form."""
    if key not in SAMPLES:
        return catalog.from_file(SHIPPED / f"{key}.json")
    return _content(key, SAMPLES[key]), _form(key, SAMPLES[key])


def _content(key: str, sample: Sample) -> catalog.Content:
    legal, promised = sample.days
    steps = (("收件受理", "窗口"), ("现场勘查", "承办人"), ("审查", "科室负责人"), ("决定", "局领导"), ("送达", "窗口"))
    return catalog.Content(
        name=sample.name, code=sample.code, audience=("1", "2", "6"), topics=sample.topics, basis=(sample.basis,),
        conditions=sample.conditions, legal_days=legal, promised_days=promised, pauses=sample.pauses, inspection=sample.inspection,
        materials=tuple(catalog.Material(key=f"m{no}", name=name) for no, name in enumerate(sample.materials, start=1)),
        stages=tuple(catalog.Stage(name=n, who=who) for n, who in steps if sample.inspection or n != "现场勘查"),
        place=f"临江县政务服务中心{sample.window}窗口", hours=HOURS, phone="0990-555 0100", complaints="0990-555 0112", form=key,
        result=sample.result, result_years=sample.years,
        result_type=f"11990921MB000{sample.code[7:]}001" if sample.result else "", reconsideration=GOVERNMENT, court=COURT,
    )  # fmt: skip


def _form(key: str, sample: Sample) -> dict[str, Any]:
    fields = {"place": {"type": "string", "title": "地点", "maxLength": 200}}
    fields |= {name: _field(title, most) for name, title, most in sample.fields}
    shown = [{"name": name} for name in fields]
    return {
        "code": key, "name": sample.materials[0],
        "schema": {"type": "object", "required": list(fields), "properties": fields},
        "layout": {"sections": [{"title": "申请内容", "fields": shown}]},
    }  # fmt: skip


def _field(title: str, most: int | tuple[str, ...]) -> dict[str, Any]:
    if isinstance(most, tuple):
        return {"type": "string", "title": title, "enum": list(most)}
    if most <= 200:
        return {"type": "string", "title": title, "maxLength": most}
    return {"type": "integer", "title": title, "minimum": 1, "maximum": most}
