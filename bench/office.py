"""The database of the bench: migrated, with the small county that tests use."""

from functools import cache

import django
from django.core.management import call_command

django.setup()

from tongban.business.documents.testing import County, small_county  # noqa: E402
from tongban.kernel.deploy import deploy  # noqa: E402
from tongban.kernel.now import now  # noqa: E402


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    deploy(at=now())


@cache
def county() -> County:
    return small_county()
