"""Kinds whose files are controlled. What holds where nobody has set anything is a setting of each kind."""

from tongban.foundation.options import api as options
from tongban.foundation.prints.contracts import LEVELS, Source
from tongban.kernel.registry import Registry

GROUP = "打印和下载"


class Sources(Registry[Source]):
    """By kind."""

    def register(self, key: str, member: Source) -> Source:
        choices = {str(level): label for level, label in LEVELS.items() if level != "closed"}
        level = options.Option(
            GROUP,
            f"{member.label}的文件",
            str(member.level),
            choices=choices,
            hint="公文管理员没有另外设定的，都照这里。",
        )
        copies = options.Option(
            GROUP, f"{member.label}的文件最多打印几份", member.copies, unit="份", most=10_000,
            hint="一个单位、一个文件；0 是不限。",
        )  # fmt: skip
        options.options.register(level_key(key), level)
        options.options.register(copies_key(key), copies)
        return super().register(key, member)


def level_key(kind: str) -> str:
    return f"prints.level.{kind}"


def copies_key(kind: str) -> str:
    return f"prints.copies.{kind}"


sources = Sources("source of controlled files")
