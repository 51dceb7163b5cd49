"""The door of organization: units, posts, people, and who stands where.

The verbs are in `operations` (organization.hire is `operations.hire`), the data they take and the events in `contracts`.
"""

from tongban.foundation.organization import contracts, operations
from tongban.foundation.organization.contracts import (
    PERMISSIONS,
    Belonging,
    DelegationEnded,
    Duty,
    Handing,
    Holder,
    PostKind,
    PostVacated,
    Relation,
    UnitKind,
)
from tongban.foundation.organization.models import (
    Application,
    Delegation,
    Handover,
    Holding,
    Import,
    Person,
    Plaque,
    Post,
    Region,
    Unit,
    UnitLink,
)
from tongban.foundation.organization.queries.acting import acting_actor
from tongban.foundation.organization.queries.belongings import belongings, successors
from tongban.foundation.organization.queries.holders import (
    duties_of,
    heads_of,
    holder_of,
    holders,
    holders_of,
    holdings_of,
    overseers_of,
)
from tongban.foundation.organization.queries.managed import units_where
from tongban.foundation.organization.queries.search import search_people, search_units
from tongban.foundation.organization.queries.standing import leaders_of, secretaries_of, stands_in_for
from tongban.foundation.organization.queries.tree import organ_of, unit_tree, units_above, units_below
from tongban.foundation.organization.rules import unit_reading

__all__ = [
    "PERMISSIONS",
    "Application",
    "Belonging",
    "Delegation",
    "DelegationEnded",
    "Duty",
    "Handing",
    "Handover",
    "Holder",
    "Holding",
    "Import",
    "Person",
    "Plaque",
    "Post",
    "PostKind",
    "PostVacated",
    "Region",
    "Relation",
    "Unit",
    "UnitKind",
    "UnitLink",
    "acting_actor",
    "belongings",
    "contracts",
    "duties_of",
    "heads_of",
    "holder_of",
    "holders",
    "holders_of",
    "holdings_of",
    "leaders_of",
    "operations",
    "organ_of",
    "overseers_of",
    "search_people",
    "search_units",
    "secretaries_of",
    "stands_in_for",
    "successors",
    "unit_reading",
    "unit_tree",
    "units_above",
    "units_below",
    "units_where",
]  # fmt: skip
