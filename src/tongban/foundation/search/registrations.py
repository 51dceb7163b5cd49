"""What search tells the foundation at start-up; people, who are found in the directory itself."""

from datetime import datetime

from tongban.foundation.organization.api import search_people
from tongban.foundation.references.api import Pointing, tables
from tongban.foundation.search.contracts import Hit, Live
from tongban.foundation.search.registries import live
from tongban.foundation.search.rules import fold, marked
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor


def register() -> None:
    tables.register("search", Pointing("search.Entry"))
    ui.search_url.fill("search:results")
    live.register("person", Live("人员", 90, find_people))


def find_people(viewer: Actor, query: str, at: datetime, limit: int) -> list[Hit]:
    """By name, pinyin or initials: zhangsan and zs find 张三. Every member of the staff may look people up."""
    found = search_people(query, at=at, limit=limit)
    return [Hit(marked(one.name, [fold(query)]), "", note=f"{one.unit_full_name} {one.post_title}") for one in found]
