"""Background entry points of the audit trail."""

from tongban.foundation.audit import sealing
from tongban.foundation.audit.checkpoints import make_checkpoint
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=1, label="封存审计记录")
def seal_entries() -> None:
    sealing.seal()


@job(every=24 * 3600, label="导出审计检查点")
def export_checkpoint() -> None:
    make_checkpoint(at=now())
