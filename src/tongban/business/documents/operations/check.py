"""格式检查: let errors pass with a reason, which stays in the audit trail."""

from datetime import datetime

from tongban.business.documents import checking
from tongban.business.documents.models import Document, Override
from tongban.business.documents.rules import secrecy
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation


@operation(may="documents.override", on="document")
def override_findings(*, document: Document, reason: str, actor: Actor, at: datetime) -> Override:
    """放行: the errors that block now no longer do, for this document."""
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": "请写明放行的理由。"}, code="documents.reason-missing")
    secrecy.refuse_secret("", reason)
    document = Document.objects.select_related("plaque", "unit").get(pk=document.pk)
    found = checking.blocking(document, checking.findings(document))
    if not found:
        raise Conflict("格式检查没有需要放行的错误。", code="documents.nothing-blocks")
    codes = sorted({finding.code for finding in found})
    note(codes=codes, reason=reason[:200])
    return Override.objects.create(document=document, codes=codes, reason=reason[:200], by_name=actor.name, at=at)
