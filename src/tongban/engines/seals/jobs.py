"""What happens to key files after a commit. Each may run twice and gives the same."""

from tongban.engines.seals import authority, queries
from tongban.kernel.jobs import job
from tongban.kernel.now import now
from tongban.lib.gm.errors import KeyNotFound

DAY = 24 * 3600


@job(every=DAY, label="发布印章证书吊销列表")
def publish_revocations() -> None:
    """Write the revocation list anew: when a seal was cancelled, and daily, because the list counts for a week."""
    revoked = queries.revoked_certificates()
    authority.publish_revocations(revoked, at=now())


@job(label="删除已销毁印章的密钥")
def destroy_key(*, key: str) -> None:
    """销毁: the key of a destroyed seal is forgotten. Copies in backups are not reached."""
    try:
        authority.key_store().destroy(key)
    except KeyNotFound:
        return
