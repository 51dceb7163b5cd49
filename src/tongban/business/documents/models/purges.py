"""涉密清除: a secret that came in all the same is taken out by two persons. No text of it is kept here."""

from django.db import models
from django.db.models import F, Q

from tongban.kernel.models import Points, Record


class Purge(Record, Points):
    """`label` names the document without its words (a number, or its place in the register). `report` is what was done."""

    kind = "purge"
    PROPOSED, DONE, DROPPED = "proposed", "done", "dropped"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    ground = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=PROPOSED)
    proposer = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    proposer_name = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    confirmer = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    confirmer_name = models.CharField(max_length=60, default="")
    closed_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "subject_kind", "subject_id", condition=Q(state="proposed"), name="purge_proposed_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(confirmer__isnull=False) & ~Q(confirmer=F("proposer")),
                name="purge_by_two_persons",
            ),
        ]
