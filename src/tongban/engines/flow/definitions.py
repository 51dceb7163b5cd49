"""Published processes: compiled once a process and version, kept by digest."""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tongban.engines.flow.models import Definition, Draft, Instance
from tongban.engines.flow.surroundings import missing_in_office
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import inside_operation
from tongban.lib import bpmn

IDS = 60  # characters of an element's id, as the columns have it


def compiled(definition: Definition) -> bpmn.Compiled:
    """The executable form of a published version. Its source is read once a process."""
    return _compile(definition.digest)


@functools.lru_cache(maxsize=256)
def _compile(digest: str) -> bpmn.Compiled:
    source = Definition.objects.filter(digest=digest).values_list("source", flat=True)[0]
    return bpmn.compile_model(bpmn.parse(source.encode()))


def current(key: str) -> Definition:
    """The newest published version. LookupError when the process was never published."""
    found = Definition.objects.filter(key=key).defer("source").order_by("-version").first()
    if found is None:
        raise LookupError(f"no published process {key!r}")
    return found


@inside_operation
def publish(*, key: str, source: bytes, at: datetime, by: str = "", message: str = "") -> Definition:
    """Publish a version; the same bytes again are the same version. Refused with the findings when it is not sound."""
    digest = hashlib.new("sm3", source).hexdigest()
    newest = Definition.objects.select_for_update().filter(key=key).order_by("-version").first()
    if newest is not None and newest.digest == digest:
        return newest
    if errors := [found.message for found in findings(source, before=newest) if found.severity == "error"]:
        raise Invalid("；".join(errors), code="flow.not-publishable")
    return Definition.objects.create(
        key=key, version=newest.version + 1 if newest else 1, name=name_of(source) or key,
        source=source.decode(), digest=digest, published_at=at, published_by=by, message=message,
    )  # fmt: skip


def ship(*, folder: Path, at: datetime) -> list[Definition]:
    """Publish every .bpmn file of an app's data folder under its file name. A process that the office has redesigned keeps the
    office's version. Call inside an operation."""
    files = {file.stem: file.read_bytes() for file in sorted(folder.glob("*.bpmn"))}
    own = set(Definition.objects.filter(key__in=files).exclude(published_by="").values_list("key", flat=True))
    return [publish(key=key, source=source, at=at) for key, source in files.items() if key not in own]


def findings(source: bytes, *, before: Definition | None = None) -> list[bpmn.Finding]:
    """Everything that speaks against publishing; against the version before as well, whose 法定 steps and system steps must stay."""
    try:
        model = bpmn.parse(source)
    except bpmn.ModelRefused as refused:
        return [bpmn.Finding(refused.element, refused.code, "error", refused.message)]
    found = bpmn.check(model)
    if any(finding.severity == "error" for finding in found):
        return found
    nodes = bpmn.compile_model(model).nodes
    known = {node.step.form for node in compiled(before).nodes.values()} if before else set()
    lost = _lost(compiled(before), nodes) if before else []
    return [*found, *_too_long(nodes), *missing_in_office(nodes, known), *lost]


def name_of(source: bytes) -> str:
    """The process's own name, "" where it has none. BpmnError for what is no process."""
    return bpmn.parse(source).processes[0].name


def _too_long(names: Iterable[str]) -> list[bpmn.Finding]:
    return [
        bpmn.Finding(name, "long-id", "error", f"元素标识超过 {IDS} 个字符：{name[:80]}")
        for name in names
        if len(name) > IDS
    ]


def _lost(before: bpmn.Compiled, nodes: Mapping[str, bpmn.Node]) -> list[bpmn.Finding]:
    """法定 steps that are gone or legal no more; services of the host that nothing calls any more."""
    legal = [node for node in before.nodes.values() if node.step.legal]
    gone = [node for node in legal if node.id not in nodes or not nodes[node.id].step.legal]
    served = {node.service for node in nodes.values()}
    unserved = [node for node in before.nodes.values() if node.service and node.service not in served]
    return [
        *(
            bpmn.Finding(n.id, "legal-lost", "error", f"法定环节“{n.name or n.id}”不能去掉，也不能改成非法定")
            for n in gone
        ),
        *(
            bpmn.Finding(n.id, "service-lost", "error", f"系统环节“{n.name or n.id}”不能去掉，业务要靠它办理")
            for n in unserved
        ),
    ]


@dataclass(frozen=True, slots=True)
class Overview:
    """A process on the designers' list: its newest version, its draft, how many matters run on it."""

    key: str
    name: str
    newest: Definition | None
    draft: Draft | None
    running: int


def processes() -> list[Overview]:
    """Every process that was published or is being drafted, by name. Three queries."""
    newest = {each.key: each for each in Definition.objects.defer("source").order_by("key", "version")}
    drafts = {draft.key: draft for draft in Draft.objects.defer("source")}
    counted = Instance.objects.filter(ended="").values_list("definition__key").annotate(Count("pk"))
    running = dict(counted.order_by())
    found = [
        Overview(key, (newest.get(key) or drafts[key]).name, newest.get(key), drafts.get(key), running.get(key, 0))
        for key in {*newest, *drafts}
    ]
    return sorted(found, key=lambda each: (each.name, each.key))


def versions_of(key: str) -> list[Definition]:
    """The published versions with the matters that run on each (`running`), the newest first."""
    counted = Instance.objects.filter(ended="", definition=OuterRef("pk")).order_by()
    running = counted.values("definition").annotate(many=Count("pk")).values("many")
    rows = Definition.objects.filter(key=key).defer("source").order_by("-version")
    return list(rows.annotate(running=Coalesce(Subquery(running), 0)))
