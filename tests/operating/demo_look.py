"""Run by the demo test as a process of the installation: how many documents and cases there are, each number once, what the job says.

`expire`: what a killed worker held is free at once, as it is by itself half a minute later.
"""

import sys
from datetime import timedelta

from tongban.config.starting import start_django

start_django()

from tongban.business.casework.api import Case  # noqa: E402
from tongban.business.documents.api import Document, Incoming  # noqa: E402
from tongban.foundation.jobs.models import Job  # noqa: E402
from tongban.kernel.now import now  # noqa: E402

if sys.argv[1:] == ["expire"]:
    Job.objects.filter(state="running").update(lease_until=now() - timedelta(seconds=1))
numbers = [n for n in Document.objects.values_list("number_text", flat=True) if n]
numbers += Case.objects.values_list("number_text", flat=True)
job = Job.objects.filter(name="demo.build").latest("pk")
print(
    Document.objects.count() + Incoming.objects.count() + Case.objects.count(),
    len(numbers) - len(set(numbers)),
    job.state,
    job.progress_done,
)
