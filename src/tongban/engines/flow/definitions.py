"""Published processes: compiled once a process and version, kept by digest."""

import functools
import hashlib
from datetime import datetime
from pathlib import Path

from tongban.engines.flow.models import Definition
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
def publish(*, key: str, source: bytes, at: datetime) -> Definition:
    """Publish a version; the same bytes again are the same version. Refused with the findings when it is not sound."""
    digest = hashlib.new("sm3", source).hexdigest()
    newest = Definition.objects.filter(key=key).order_by("-version").first()
    if newest is not None and newest.digest == digest:
        return newest
    name = _sound(source) or key
    return Definition.objects.create(
        key=key, version=newest.version + 1 if newest else 1, name=name,
        source=source.decode(), digest=digest, published_at=at,
    )  # fmt: skip


def ship(*, folder: Path, at: datetime) -> list[Definition]:
    """Publish every .bpmn file of an app's data folder under its file name. Call inside an operation."""
    return [publish(key=file.stem, source=file.read_bytes(), at=at) for file in sorted(folder.glob("*.bpmn"))]


def _sound(source: bytes) -> str:
    """The name of a process that can run. Invalid, with every finding, for one that cannot."""
    try:
        model = bpmn.parse(source)
    except bpmn.BpmnError as error:
        raise Invalid(error.message, code="flow.not-publishable") from error
    if errors := [finding.message for finding in bpmn.check(model) if finding.severity == "error"]:
        raise Invalid("；".join(errors), code="flow.not-publishable")
    if long := [name for name in bpmn.compile_model(model).nodes if len(name) > IDS]:
        raise Invalid(f"元素标识超过 {IDS} 个字符：{long[0][:80]}", code="flow.not-publishable")
    return model.processes[0].name
