"""The door of organization: units, posts, people, and who stands where."""

from tongban.foundation.organization.contracts import (
    PERMISSIONS,
    DelegationEnded,
    DelegationMade,
    DelegationTerms,
    Duty,
    Emblem,
    Holder,
    PersonData,
    PlaqueData,
    PostData,
    PostKind,
    PostVacated,
    Relation,
    Renaming,
    UnitClosed,
    UnitData,
    UnitKind,
    UnitLine,
    UnitNode,
    UnitRenamed,
)
from tongban.foundation.organization.models import Holding, Person, Plaque, Post, Region, Unit
from tongban.foundation.organization.queries.acting import acting_actor
from tongban.foundation.organization.queries.holders import heads_of, holder_of, holders, holdings_of, overseers_of
from tongban.foundation.organization.queries.search import search_people, search_units
from tongban.foundation.organization.queries.standing import leaders_of, secretaries_of, stands_in_for
from tongban.foundation.organization.queries.tree import organ_of, unit_tree, units_above, units_below

__all__ = [
    "PERMISSIONS", "DelegationEnded", "DelegationMade", "DelegationTerms", "Duty", "Emblem", "Holder", "Holding", "Person", "PersonData", "Plaque", "PlaqueData", "Post", "PostData", "PostKind", "PostVacated", "Region", "Relation", "Renaming", "Unit", "UnitClosed", "UnitData", "UnitKind", "UnitLine", "UnitNode", "UnitRenamed", "acting_actor", "heads_of", "holder_of", "holders", "holdings_of", "leaders_of", "organ_of", "overseers_of", "search_people", "search_units", "secretaries_of", "stands_in_for", "unit_tree", "units_above", "units_below",
]  # fmt: skip
