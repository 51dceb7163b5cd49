"""What the copies say, as the values of those who published them."""

from tongban.business.casework.api import PublicCase
from tongban.business.catalog.api import Content, PublishedItem
from tongban.business.hall.models import Guide, LicenseCopy, Progress
from tongban.business.licenses.api import PublicLicense
from tongban.kernel.plain import from_plain


def item_of(guide: Guide) -> PublishedItem:
    found: PublishedItem = from_plain(PublishedItem, guide.data)
    return found


def content_of(guide: Guide) -> Content:
    """Without the form, for lists."""
    found: Content = from_plain(Content, guide.data["content"])
    return found


def case_of(progress: Progress) -> PublicCase:
    found: PublicCase = from_plain(PublicCase, progress.data)
    return found


def license_of(copy: LicenseCopy) -> PublicLicense:
    found: PublicLicense = from_plain(PublicLicense, copy.data)
    return found
