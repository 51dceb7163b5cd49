"""Groups of people: a unit's tree that administrators keep (用户组), and everybody's own (常用人员组)."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Group(Record):
    """A group in a tree. It belongs to a unit, whose administrator keeps it, or to the person whose own it is."""

    kind = "group"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, default="")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, owner=None) | Q(unit=None, owner__isnull=False), name="group_of_one"
            ),
            models.UniqueConstraint(
                "unit", "name", condition=Q(parent=None, owner=None), name="group_name_once_of_unit"
            ),
            models.UniqueConstraint(
                "owner", "name", condition=Q(parent=None, unit=None), name="group_name_once_of_own"
            ),
            models.UniqueConstraint("parent", "name", name="group_name_once_under_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(Record):
    """A person in a group, once."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    person = models.ForeignKey("organization.Person", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("group", "person", name="group_member_once")]
        indexes = [models.Index(fields=["person"], name="group_member_person")]
