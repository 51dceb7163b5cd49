"""The county's units: four levels, party and government, with sections. Data only."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to be made. `word` is its 机关代字; `size` how many clerks beyond the usual posts."""

    name: str
    short: str
    word: str
    parent: str = "临江县人民政府"
    category: str = "政府部门"
    emblem: str = "star"
    region: str = "临江县"
    sections: tuple[str, ...] = ("办公室", "业务科")
    size: int = 4
    extra: dict[str, str] = field(default_factory=dict)


REGIONS = (
    ("990000", "江州省", 1, None), ("990900", "清江市", 2, "990000"), ("990921", "临江县", 3, "990900"),
    ("990921100", "城关镇", 4, "990921"), ("990921101", "柳河镇", 4, "990921"), ("990921102", "白沙镇", 4, "990921"),
    ("990921103", "桃源镇", 4, "990921"), ("990921104", "古渡镇", 4, "990921"), ("990921200", "青石乡", 4, "990921"),
    ("990921201", "云岭乡", 4, "990921"), ("990921202", "双溪乡", 4, "990921"),
    ("990921100201", "东门村", 5, "990921100"), ("990921101201", "柳湾村", 5, "990921101"),
    ("990921102201", "白沙洲村", 5, "990921102"), ("990921200201", "石鼓村", 5, "990921200"),
)  # fmt: skip

CITY = (
    UnitPlan("清江市人民政府", "市政府", "清政", parent="", category="市级机关", emblem="national", region="清江市", sections=(), size=2),
    UnitPlan("清江市人民政府办公室", "市政府办", "清政办发", parent="清江市人民政府", category="市级机关", region="清江市", sections=("秘书科",), size=3),
)  # fmt: skip
COUNTY = (
    UnitPlan("中共临江县委员会", "县委", "临委", parent="", category="党群部门", emblem="party", sections=(), size=1),
    UnitPlan("中共临江县委办公室", "县委办", "临办发", parent="中共临江县委员会", category="党群部门", emblem="party", sections=("秘书科",)),
    UnitPlan("临江县人大常委会办公室", "县人大办", "临人办", parent="", category="党群部门", sections=("秘书科",)),
    UnitPlan("临江县政协办公室", "县政协办", "临协办", parent="", category="党群部门", sections=("秘书科",)),
    UnitPlan("临江县人民政府", "县政府", "临政", parent="清江市人民政府", emblem="national", sections=(), size=0),
    UnitPlan("临江县人民政府办公室", "县政府办", "临政办发", sections=("秘书科", "综合科", "信息科", "督查室", "机要室"), size=5),
)  # fmt: skip
BUREAUS = tuple(
    UnitPlan(f"临江县{name}", f"县{short}", f"临{word}发")
    for name, short, word in (
        ("发展和改革局", "发改局", "发改"), ("教育局", "教育局", "教"), ("工业和信息化局", "工信局", "工信"),
        ("公安局", "公安局", "公"), ("民政局", "民政局", "民"), ("司法局", "司法局", "司"), ("财政局", "财政局", "财"),
        ("人力资源和社会保障局", "人社局", "人社"), ("自然资源局", "自然资源局", "自然资"), ("住房和城乡建设局", "住建局", "住建"),
        ("交通运输局", "交通局", "交"), ("水利局", "水利局", "水"), ("农业农村局", "农业农村局", "农"), ("商务局", "商务局", "商"),
        ("文化和旅游局", "文旅局", "文旅"), ("卫生健康局", "卫健局", "卫健"), ("应急管理局", "应急局", "应急"), ("审计局", "审计局", "审"),
        ("市场监督管理局", "市监局", "市监"), ("统计局", "统计局", "统"), ("行政审批服务局", "审批局", "审批"),
    )
)  # fmt: skip
TOWNS = tuple(
    UnitPlan(f"{name}人民政府", name, f"{name[:1]}政发", category="乡镇街道", region=name, sections=("党政综合办", "经济发展办"), size=3)
    for name in ("城关镇", "柳河镇", "白沙镇", "桃源镇", "古渡镇", "青石乡", "云岭乡", "双溪乡")
)  # fmt: skip
VILLAGES = tuple(
    UnitPlan(
        f"{town}{village}村民委员会", village, f"{village[:2]}村", parent=f"{town}人民政府", category="村（社区）",
        region=village, sections=(), size=1,
    )
    for town, village in (("城关镇", "东门村"), ("柳河镇", "柳湾村"), ("白沙镇", "白沙洲村"), ("青石乡", "石鼓村"))
)  # fmt: skip
ALL = (*CITY, *COUNTY, *BUREAUS, *TOWNS, *VILLAGES)
OFFICE = "临江县人民政府办公室"
GOVERNMENT = "临江县人民政府"
