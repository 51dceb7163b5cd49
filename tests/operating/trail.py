"""Run by the backup test as a process of the installation: the entries about copies of it, one a line, the newest last."""

from tongban.config.starting import start_django

start_django()

from tongban.foundation.audit.models import Entry  # noqa: E402

for entry in Entry.objects.filter(action__startswith="audit.record").order_by("pk"):
    print(entry.action, entry.details["file"], entry.details["operator"], entry.by_system)
