"""What comes from the office: each parcel is one operation, named by the parcel, so that a second time changes nothing."""

from tongban.business.casework.api import PublicCase
from tongban.business.catalog.api import PublishedItem
from tongban.business.hall.operations import publishing
from tongban.business.licenses.api import PublicLicense
from tongban.engines.exchange.api import Arrived
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.plain import from_plain

OFFICE = system_actor("办公区")


def item(arrived: Arrived) -> None:
    if arrived.body is None:
        publishing.withhold_guide(uid=arrived.key, actor=OFFICE, at=now(), request_key=arrived.request_key)
        return
    said = from_plain(PublishedItem, arrived.body)
    publishing.take_guide(item=said, actor=OFFICE, at=now(), request_key=arrived.request_key)


def case(arrived: Arrived) -> None:
    """A case that is not public any more stays as it was last seen."""
    if arrived.body is not None:
        said = from_plain(PublicCase, arrived.body)
        publishing.take_case(case=said, sent=arrived.files, actor=OFFICE, at=now(), request_key=arrived.request_key)


def license(arrived: Arrived) -> None:
    if arrived.body is not None:
        said = from_plain(PublicLicense, arrived.body)
        publishing.take_license(
            license=said, sent=arrived.files, actor=OFFICE, at=now(), request_key=arrived.request_key
        )
