"""Who was to read what stood in the inbox alone, and of a scan only the number of its pages was known: rows for both."""

from django.db import migrations

BATCH = 1000


def readings(apps, schema_editor):
    """A reading for each matter to read, which from now on is the matter's source."""
    items = apps.get_model("inbox", "Item")
    model = apps.get_model("documents", "Reading")
    people = dict(apps.get_model("organization", "Person").objects.values_list("pk", "name"))
    rows = items.objects.filter(desk="read", source_kind__in=["document", "incoming"], key__startswith="p")
    for item in rows.order_by("pk").iterator(chunk_size=BATCH):
        person = int(item.key[1:])
        if person not in people:
            continue
        reading = model.objects.create(
            subject_kind=item.subject_kind, subject_id=item.subject_id, person_id=person, person_name=people[person],
            asked_at=item.received_at, asked_by=item.from_person, asked_from=item.from_unit, sent_at=item.received_at,
            read_at=item.done_at if item.state == "done" else None,
        )  # fmt: skip
        items.objects.filter(pk=item.pk).update(source_kind="reading", source_id=reading.pk)


def scans(apps, schema_editor):
    """Each page of a scan in its own place, upright."""
    pages = apps.get_model("documents", "ScanPage")
    scanned = apps.get_model("documents", "Incoming").objects.filter(copy=None, scan_pages__gt=0).exclude(file=None)
    for pk, file, count in scanned.order_by("pk").values_list("pk", "file", "scan_pages").iterator(chunk_size=BATCH):
        pages.objects.bulk_create(pages(incoming_id=pk, order=n, file_id=file, no=n) for n in range(1, count + 1))


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_readings_scans_and_handling"),
        ("inbox", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(readings, migrations.RunPython.noop),
        migrations.RunPython(scans, migrations.RunPython.noop),
    ]
