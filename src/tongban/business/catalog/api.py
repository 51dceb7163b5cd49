"""The door of the catalog: items, and the versions that cases point at."""

from tongban.business.catalog.contracts import (
    ITEM,
    PERMISSIONS,
    Content,
    ItemPublished,
    Material,
    PublishedItem,
    Question,
    Stage,
    State,
)
from tongban.business.catalog.models import Item, Version
from tongban.business.catalog.operations import draft, publish_version
from tongban.business.catalog.queries import counted, from_file, guide, numbered, published, published_version, search
from tongban.business.catalog.rules import AUDIENCES, CASE_KINDS, KINDS, is_the_form, to_upload

__all__ = [
    "AUDIENCES", "CASE_KINDS", "ITEM", "KINDS", "PERMISSIONS", "Content", "Item", "ItemPublished", "Material",
    "PublishedItem", "Question", "Stage", "State", "Version",
    "counted", "draft", "from_file", "guide", "is_the_form", "numbered", "publish_version", "published", "published_version",
    "search", "to_upload",
]  # fmt: skip
