"""Roles, grants, and the rebuildable table of who sees what."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Role(Record):
    """A named set of rights. Built-in roles come with the product; others are made by administrators."""

    kind = "role"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    level = models.CharField(max_length=20)
    description = models.CharField(max_length=200, default="")
    built_in = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RoleRight(models.Model):
    id = models.BigAutoField(primary_key=True)
    role = models.ForeignKey(Role, models.CASCADE, related_name="rights")
    permission = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint("permission", "role", name="role_right_once")]


class Grant(Record):
    """A role given to a post (the successor has it too) or to a person, over a unit, with those below it or not.

    No unit means the whole installation. The exclusive administrators are given to persons only, one each.
    """

    kind = "grant"

    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    post = models.ForeignKey("organization.Post", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("organization.Person", models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("organization.Unit", models.CASCADE, null=True, related_name="+")
    below = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(person=None, post__isnull=False),
                name="grant_to_post_or_person",
            ),
            models.CheckConstraint(
                condition=Q(exclusive=False) | Q(person__isnull=False), name="grant_admin_to_person"
            ),
            models.UniqueConstraint(
                "person", condition=Q(exclusive=True, until=None), name="grant_one_of_three_administrators"
            ),
            models.UniqueConstraint(
                "role", "post", "unit", condition=Q(until=None, post__isnull=False), name="grant_once_to_post"
            ),
            models.UniqueConstraint(
                "role", "person", "unit", condition=Q(until=None, person__isnull=False), name="grant_once_to_person"
            ),
        ]


class Visibility(models.Model):
    """`key` sees the object. Keys: p<person>, o<post>, u<unit>. Filled by the owners of the kinds, rebuildable from their tables."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=24)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    sort_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("subject_kind", "subject_id", "key", name="visibility_once")]
        indexes = [models.Index(fields=["key", "subject_kind", "-sort_at", "subject_id"], name="visibility_list")]
