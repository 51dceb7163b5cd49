"""Run by the demo test as a process of the installation: tables, and the county with a few documents."""

from tongban.config.starting import start_django

start_django()

from tongban.config.migrating import migrate  # noqa: E402
from tongban.demo import loading  # noqa: E402
from tongban.kernel.now import now  # noqa: E402

migrate()
loading.first(count=3, at=now())
