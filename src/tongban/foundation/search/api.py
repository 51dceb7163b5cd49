"""The door of search: what can be found, and finding it."""

from tongban.foundation.search.contracts import Found, Hit, Live, Source, Text
from tongban.foundation.search.operations import forget, put
from tongban.foundation.search.queries import find, find_kind
from tongban.foundation.search.registries import live, sources
from tongban.foundation.search.reindexing import reindex

__all__ = ["Found", "Hit", "Live", "Source", "Text", "find", "find_kind", "forget", "live", "put", "reindex", "sources"]
