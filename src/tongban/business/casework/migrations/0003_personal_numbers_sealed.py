"""Telephone, code and 查询码 are encrypted; a keyed digest of the code finds an applicant's cases."""

from typing import Any

from django.db import migrations, models

from tongban.foundation.audit.api import keyed_digest
from tongban.kernel.sealed import SealedText, sealed

CASE, NOT_TAKEN = ("applicant_code", "phone", "query_code"), ("query_code",)
BATCH = 500


def seal(apps: Any, schema_editor: Any) -> None:
    """Each value under its own column, as SealedText does it."""
    case, not_taken = apps.get_model("casework", "Case"), apps.get_model("casework", "NotTaken")
    for model, names in ((case, CASE), (not_taken, NOT_TAKEN)):
        for row in model.objects.order_by("pk").iterator(chunk_size=BATCH):
            if model is case:
                row.applicant_digest = keyed_digest(row.applicant_code)
            for name in names:
                setattr(row, name, sealed(getattr(row, name), place=f"{model._meta.label_lower}.{name}"))
            row.save(update_fields=[*names, *(["applicant_digest"] if model is case else [])])


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_online_applications")]

    operations = [
        migrations.AddField("case", "applicant_digest", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RemoveIndex("case", "case_of_applicant"),
        migrations.AddIndex("case", models.Index(fields=["applicant_digest", "version"], name="case_of_applicant")),
        *(migrations.AlterField("case", name, models.TextField()) for name in CASE),
        *(migrations.AlterField("nottaken", name, models.TextField()) for name in NOT_TAKEN),
        migrations.RunPython(seal, migrations.RunPython.noop),
        *(migrations.AlterField("case", name, SealedText()) for name in CASE),
        *(migrations.AlterField("nottaken", name, SealedText()) for name in NOT_TAKEN),
    ]
