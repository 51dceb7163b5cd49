"""The pages of a scanned paper document. The files stay as they were handed in; order and turning are rows."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class ScanPage(Record):
    """One page: page `no` of its file, at place `order` of the document, turned clockwise by `turn` degrees."""

    incoming = models.ForeignKey("documents.Incoming", models.CASCADE, related_name="sheets")
    order = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("incoming", "order", name="scan_page_order_once"),
            models.UniqueConstraint("incoming", "file", "no", name="scan_page_once"),
            models.CheckConstraint(condition=Q(turn__in=[0, 90, 180, 270]), name="scan_page_turn_known"),
        ]
