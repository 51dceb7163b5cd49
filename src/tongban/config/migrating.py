"""Bring the database to this code: tables, then what the apps' deploy steps put into them."""

from django.core.management import call_command

from tongban.config.starting import require_own_database
from tongban.config.states import few_models_anew
from tongban.kernel.deploy import deploy
from tongban.kernel.now import now


def migrate() -> None:
    """A second time changes nothing. Raises Mistake where the database is the other zone's."""
    require_own_database()
    with few_models_anew():
        call_command("migrate", verbosity=0, interactive=False)
    deploy(at=now())
