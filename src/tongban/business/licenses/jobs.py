"""Background work of licences: one line, one operation each."""

from tongban.business.licenses import operations
from tongban.business.licenses.models import License
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="制证")
def draw(*, license: int) -> None:
    """Draw the licence's page; a failure is tried again."""
    operations.draw(license=License.objects.get(pk=license), actor=system_actor("制证"), at=now())
