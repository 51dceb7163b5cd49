"""A bureau that issues licences, for tests of any app."""

from datetime import datetime

from tongban.business.licenses.contracts import NUMBER, Grant
from tongban.business.licenses.models import License
from tongban.business.licenses.operations import draw, prepare, seal
from tongban.engines.seals.testing import make_seal, opened
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

FOOD = Grant(
    name="食品经营许可证", holder="临江县老街面馆", holder_code="92990921MA00000X0P", years=5,
    lines=(("经营场所", "临江县城关镇老街12号"), ("经营项目", "热食类制售")), type_code="11990921MB00000008001",
)  # fmt: skip


def make_series(unit: Unit, purpose: str = NUMBER, word: str = "JY", pattern: str = "{word}{year}{serial:6}") -> Series:
    return Series.objects.create(unit=unit, purpose=purpose, word=word, pattern=pattern, yearly="{year}" in pattern)


def prepared(unit: Unit, leader: Actor, *, grant: Grant = FOOD, at: datetime = MONDAY, subject: int = 1) -> License:
    """A licence that this leader has just granted."""
    return within(prepare, by=leader, when=at, subject=Reference("case", subject), unit=unit, grant=grant)


def issued(unit: Unit, leader: Person, keeper: Person, *, at: datetime = MONDAY) -> License:
    """A licence that counts, sealed with the unit's specimen seal."""
    made = prepared(unit, actor_of(leader, at=at), at=at)
    drawn = draw(license=made, actor=system_actor(), at=at)
    unlocked = opened(make_seal(unit, keeper, at=at), at=at)
    return seal(license=drawn, unlocked=unlocked, actor=actor_of(keeper, at=at), at=at)
