"""The door of ui: what other apps use to build screens. README.md shows each with a snippet.

Three groups: rows and marks (contracts), building blocks (forms, pickers, lists, access), places to plug in (registries).
"""

from tongban.foundation.ui.contracts import (
    Fact,
    Figure,
    FilterChip,
    HomeCard,
    MenuItem,
    Opinion,
    OpinionBox,
    PersonChoice,
    PostChoice,
    Step,
    Tab,
    TimeLeft,
    TodoRow,
    UnitNode,
)
from tongban.foundation.ui.forms import Form, add_invalid
from tongban.foundation.ui.listing import Listing, Page
from tongban.foundation.ui.pickers import PeopleField, PersonField, UnitsField
from tongban.foundation.ui.registries import (
    counters,
    home,
    installation_name,
    menu,
    permission_check,
    post_switch_url,
    posts,
    search_url,
)
from tongban.foundation.ui.views import is_htmx, is_poll, needs, path_of, public, staff

__all__ = [
    "Fact", "Figure", "FilterChip", "Form", "HomeCard", "Listing", "MenuItem", "Opinion", "OpinionBox", "Page",
    "PeopleField", "PersonChoice", "PersonField", "PostChoice", "Step", "Tab", "TimeLeft", "TodoRow", "UnitNode",
    "UnitsField", "add_invalid", "counters", "home", "installation_name", "is_htmx", "is_poll", "menu", "needs",
    "path_of", "permission_check", "post_switch_url", "posts", "public", "search_url", "staff",
]  # fmt: skip
