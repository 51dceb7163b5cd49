"""The door of ui: what other apps use to build screens. README.md shows each with a snippet.

Three groups: rows and marks (contracts), building blocks (forms, pickers, lists, access), places to plug in (registries).
"""

from tongban.foundation.ui.context import local_now
from tongban.foundation.ui.contracts import (
    Fact,
    Figure,
    FilterChip,
    HomeCard,
    MenuItem,
    Offered,
    Opinion,
    OpinionBox,
    PeopleGroup,
    PersonChoice,
    PostChoice,
    Step,
    Tab,
    TimeLeft,
    TodoRow,
    UnitNode,
)
from tongban.foundation.ui.display import display_of
from tongban.foundation.ui.errors import record_refusal
from tongban.foundation.ui.forms import Beside, FilesField, Form, add_invalid, say_plainly, secret_field
from tongban.foundation.ui.home import Drawn, HomePage, home_page
from tongban.foundation.ui.listing import Listing, Page
from tongban.foundation.ui.pickers import PeopleField, PersonField, UnitsField
from tongban.foundation.ui.registries import (
    counters,
    home,
    installation_name,
    measures,
    menu,
    permission_check,
    portal_words,
    post_switch_url,
    posts,
    search_url,
)
from tongban.foundation.ui.rules import duration_text, masked
from tongban.foundation.ui.tables import table_download
from tongban.foundation.ui.views import (
    Access,
    View,
    guarded,
    is_htmx,
    is_poll,
    logged_in,
    needs,
    path_of,
    public,
    staff,
    visible,
)

__all__ = [
    "Access", "Beside", "Drawn", "Fact", "Figure", "FilesField", "FilterChip", "Form", "HomeCard", "HomePage",
    "Listing", "MenuItem", "Offered", "Opinion", "OpinionBox", "Page", "PeopleField", "PeopleGroup", "PersonChoice", "PersonField",
    "PostChoice", "Step", "Tab", "TimeLeft", "TodoRow", "UnitNode", "UnitsField", "View", "add_invalid", "counters",
    "display_of", "duration_text", "guarded", "home", "home_page", "installation_name", "is_htmx", "is_poll", "local_now",
    "logged_in", "masked", "measures", "menu", "needs", "path_of", "permission_check", "portal_words", "post_switch_url", "posts", "public",
    "record_refusal", "say_plainly", "search_url", "secret_field", "staff", "table_download", "visible",
]  # fmt: skip
