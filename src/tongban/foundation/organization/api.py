"""The door of organization: units, posts, people, and who stands where."""

from tongban.foundation.organization.contracts import PERMISSIONS, Duty, Emblem, PostKind, PostVacated, Relation, UnitKind
from tongban.foundation.organization.models import Holding, Person, Plaque, Post, Region, Unit

__all__ = [
    "PERMISSIONS", "Duty", "Emblem", "Holding", "Person", "Plaque", "Post", "PostKind", "PostVacated",
    "Region", "Relation", "Unit", "UnitKind",
]  # fmt: skip
