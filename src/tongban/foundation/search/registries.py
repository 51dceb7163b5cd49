"""What can be found: kinds in the index, and kinds that are searched where they lie."""

from tongban.foundation.search.contracts import Live, Source
from tongban.kernel.registry import Registry

sources: Registry[Source] = Registry("search source")
live: Registry[Live] = Registry("live search source")


def groups() -> list[tuple[str, str]]:
    """(kind, label) of everything that can be found, in the order of the page."""
    ordered = [(s.order, kind, s.label) for kind, s in sources.items()] + [
        (s.order, kind, s.label) for kind, s in live.items()
    ]
    return [(kind, label) for _, kind, label in sorted(ordered)]
