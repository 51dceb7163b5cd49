"""Background entry points of the file store."""

from tongban.foundation.files.operations.erasing import erase, sweep
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="清除文件内容")
def erase_content(*, digests: list[str]) -> None:
    erase(digests=digests, actor=system_actor(), at=now())


@job(every=6 * 3600, label="清理无主文件")
def sweep_orphans() -> None:
    sweep(actor=system_actor(), at=now())
