"""Items for tests of any app: the shipped ones, published in a unit."""

from pathlib import Path

from tongban.business.catalog.contracts import Content
from tongban.business.catalog.models import Version
from tongban.business.catalog.operations import draft, publish_version
from tongban.business.catalog.queries import from_file
from tongban.engines.forms import api as forms
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

DATA = Path(__file__).parent / "data"


def shipped(name: str = "food_business") -> Content:
    """What a shipped item says."""
    return from_file(DATA / f"{name}.json")[0]


def publish_form(name: str = "food_business") -> None:
    definition = from_file(DATA / f"{name}.json")[1]
    forms.publish(definition=definition, message="第一版", actor=system_actor(), at=MONDAY)


def published_item(unit: Unit, name: str = "food_business") -> Version:
    """The shipped item as the unit's, with its form, published by the system."""
    publish_form(name)
    made = draft(unit=unit, content=shipped(name), actor=system_actor("编制"), at=MONDAY)
    return publish_version(version=made, actor=system_actor("审查"), at=MONDAY)
