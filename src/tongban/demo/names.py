"""Invented names of people, from a seeded generator."""

import random
from collections.abc import Iterator

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = (
    "明远", "文博", "晓岚", "静之", "怀川", "思远", "清扬", "海涛", "若谷", "建国", "秀兰", "志强", "丽华", "国庆", "春梅", "永康",
    "雨桐", "子涵", "浩然", "欣怡", "嘉树", "知行", "一鸣", "以宁", "青禾", "见山", "安然", "景行", "望舒", "晚晴", "长风", "逸飞",
    "振华", "玉兰", "德才", "少白", "立新", "守正", "致远", "慧敏", "卫东", "海燕", "伟", "敏", "静", "磊", "洋", "艳", "勇", "杰",
)  # fmt: skip


def names(rng: random.Random) -> Iterator[str]:
    """Endless; a name may come twice, as in life (duplicates get user names with a number)."""
    while True:
        yield rng.choice(SURNAMES) + rng.choice(GIVEN)
