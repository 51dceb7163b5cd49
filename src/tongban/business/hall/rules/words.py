"""What a search for an item compares: pairs of characters, with everyday words for the official ones."""

import re
from collections.abc import Iterable, Sequence

MOST = 40  # characters of a query that count
MOST_PAIRS = 16
IDLE = re.compile(r"(?:我想|我要|怎么|如何|怎样|办理|申请|办个|办一个|请问|需要|什么|手续|在哪)")
_RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")

# Each line: words that people use for the same thing. Found in an item's text, the others are found with it.
SAME = (
    "饭馆 饭店 餐馆 餐厅 小吃店 面馆 餐饮 食品经营 开饭馆 开饭店 开餐馆 卫生许可证",
    "开店 开公司 注册公司 办执照 营业执照 个体户 个体工商户 设立登记 开办企业",
    "自来水 供水 水厂 饮用水",
    "生孩子 新生儿 出生 生育 准生证 产假",
    "社保卡 社会保障卡 医保卡",
    "医保 医疗保险 看病报销 异地就医",
    "养老金 退休金 退休 养老保险",
    "老年证 老年优待证 敬老卡",
    "房产证 不动产 过户 买房 房屋",
    "公积金 住房公积金 提取公积金",
    "低保 最低生活保障 困难补助 救助",
    "残疾证 残疾人",
    "身份证 户口 户籍 落户 迁户口",
    "驾照 驾驶证 行驶证",
    "结婚 离婚 婚姻登记",
    "找工作 就业 失业 失业金",
    "上学 入学 转学 学校",
)


def fold(text: str) -> str:
    """Small letters, one width."""
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF10 <= ord(c) <= 0xFF5A else c for c in text).lower()


def item_words(parts: Iterable[str]) -> str:
    """The text that is searched: the parts, and everyday words for what stands in them."""
    text = fold(" ".join(part for part in parts if part))
    lines = [line.split() for line in SAME]
    more = [word for line in lines if any(word in text for word in line) for word in line]
    return " ".join([text, *dict.fromkeys(more)])


def pairs(query: str) -> list[str]:
    """What a query asks for: letters and digits as they stand, other runs in pairs of neighbours; a single one as it is."""
    text = fold(query.strip())[:MOST]
    bare = IDLE.sub(" ", text)
    runs: Sequence[str] = _RUN.findall(bare) or _RUN.findall(text)
    found = [pair for run in runs for pair in _of(run)]
    return list(dict.fromkeys(found))[:MOST_PAIRS]


def _of(run: str) -> list[str]:
    if len(run) <= 2 or run.isascii():
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]
