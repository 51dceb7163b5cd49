"""催办 of a step inside the unit: who asked whom to get on with it, and when."""

from django.db import models

from tongban.kernel.models import Points, Record


class Urging(Record, Points):
    """One reminder of the open steps of a document. Names are snapshots."""

    steps = models.CharField(max_length=300)  # 梁秀兰 审核，戴丽华 核稿
    text = models.CharField(max_length=300)
    by_name = models.CharField(max_length=60)
    by_sms = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="urging_of")]
