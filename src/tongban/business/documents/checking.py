"""格式检查 of a document as it stands: the library's findings, and which errors still block (F-TP-09, F-TP-11)."""

from collections.abc import Sequence

from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.printed import body_of, content_of
from tongban.foundation.organization.api import Unit, units_below
from tongban.kernel.errors import Invalid
from tongban.lib.gongwen.check import Finding, Stage, check

NUMBERING = {"number.missing"}  # numbering itself gives it, or the kind has none
SIGNING = {"date.missing", "signers.missing"}  # 签发 gives them


def findings(document: Document) -> list[Finding]:
    """What a first check finds, in the order of the page. A signed document must hold what an issued one needs."""
    drafting = document.state in (State.DRAFT, State.REVIEW)
    stage, given_later = (Stage.DRAFT, NUMBERING | SIGNING) if drafting else (Stage.ISSUE, NUMBERING)
    content = content_of(document, body_of(document))
    found = check(content, stage=stage, subordinates=_names_below(document))
    return [finding for finding in found if finding.code not in given_later]


def blocking(document: Document, found: Sequence[Finding]) -> list[Finding]:
    """The errors that nobody has let pass with a reason."""
    passed = {code for codes in document.overrides.values_list("codes", flat=True) for code in codes}
    return [finding for finding in found if finding.severity.blocks and finding.code not in passed]


def require_clean(document: Document) -> None:
    """Invalid when an error still blocks. It is mended, or let pass with a reason (documents.override_findings)."""
    if left := blocking(document, findings(document)):
        texts = "；".join(f"{finding.place}：{finding.message.rstrip('。')}" for finding in left)
        raise Invalid(
            f"格式检查有 {len(left)} 处错误：{texts}。请修改，或在“格式检查”中写明理由后放行。", code="documents.check"
        )


def _names_below(document: Document) -> set[str]:
    if document.direction != "up":
        return set()
    below = Unit.objects.filter(pk__in=units_below([document.unit_id])).exclude(pk=document.unit_id)
    return {name for names in below.values_list("name", "short_name") for name in names if name}
