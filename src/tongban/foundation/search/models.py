"""The index of texts, rebuildable from what the sources give (`tongban reindex`)."""

from django.db import models

from tongban.kernel.models import Points


class Entry(Points):
    """One thing that can be found. The words in `tokens` feed an index of each database's own kind (sql.py)."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=300)
    body = models.TextField(default="")
    folded = models.TextField()  # title and body as they are compared
    tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("subject_kind", "subject_id", name="search_once")]
