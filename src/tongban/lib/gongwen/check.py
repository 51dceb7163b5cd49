"""A first check of format and 行文规则 before a document goes on: findings for a person, nothing is changed.

Rules name their ground: GB/T 9704-2012 by clause, 条例 = 《党政机关公文处理工作条例》 by article. A finding that blocks
may still be overridden by the host with a reason; that is the host's business. Not checked: what needs knowledge of the
organs (越级、双重领导、职权) beyond the names that the caller passes.
"""

from collections.abc import Collection

from tongban.lib.gongwen.check_body import body_findings
from tongban.lib.gongwen.check_elements import element_findings
from tongban.lib.gongwen.check_routing import routing_findings
from tongban.lib.gongwen.check_wording import wording_findings
from tongban.lib.gongwen.findings import Finding, Severity, Stage
from tongban.lib.gongwen.model import Document

__all__ = ["Finding", "Severity", "Stage", "check"]


def check(document: Document, *, stage: Stage = Stage.DRAFT, subordinates: Collection[str] = ()) -> list[Finding]:
    """All findings in the order of the page; ``subordinates`` are names of organs below the issuer."""
    return [
        *element_findings(document, stage=stage),
        *routing_findings(document, stage=stage, subordinates=subordinates),
        *body_findings(document),
        *wording_findings(document.body),
    ]
