"""Designing a process: a draft is begun, saved as often as one likes, and published once it is sound."""

import re
from datetime import datetime
from xml.sax.saxutils import quoteattr

from tongban.engines.flow import definitions
from tongban.engines.flow.models import Definition, Draft
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation
from tongban.lib import bpmn

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
LARGEST = 1_000_000  # characters of a source
BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" \
xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" \
xmlns:tb="urn:tongban:bpmn:1" id="{key}_definitions" targetNamespace="urn:tongban:processes">
  <process id="{key}" name={name} isExecutable="true"><startEvent id="start" name="开始"/></process>
  <bpmndi:BPMNDiagram id="{key}_diagram"><bpmndi:BPMNPlane id="{key}_plane" bpmnElement="{key}">
    <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="160" y="180" width="36" height="36"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""


@operation(may="flow.design")
def begin_draft(*, key: str, name: str, source: str = "", actor: Actor, at: datetime) -> Draft:
    """A draft: of the newest version of a process, of a BPMN file that was brought (`source`), or of nothing but a start.

    There is one at a time for a process: Conflict for a second. Invalid for a key that no process can have, and for a file
    that is no process.
    """
    if not KEY.fullmatch(key):
        raise Invalid({"key": "代码用小写字母开头，只含小写字母、数字、_ 和 -。"}, code="flow.key")
    base = Definition.objects.filter(key=key).order_by("-version").first()
    if base is None and not name.strip():
        raise Invalid({"name": "请填写流程名称。"})
    if Draft.objects.filter(key=key).exists():
        raise Conflict("这个流程已有一份草稿，请接着修改那一份，或者先放弃它。", code="flow.draft-there")
    blank = BLANK.format(key=key, name=quoteattr(name.strip())) if base is None else base.source
    return _write(
        Draft(key=key, name=name.strip() or (base.name if base else ""), base=base), source or blank, actor, at
    )


@operation(may="flow.design", on="draft")
def save_draft(*, draft: Draft, source: str, actor: Actor, at: datetime) -> Draft:
    """Keep what was drawn, sound or not. Invalid for what is no BPMN at all; then the draft is as before."""
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    return _write(found, source, actor, at)


@operation(may="flow.design", on="draft")
def discard_draft(*, draft: Draft, actor: Actor, at: datetime) -> None:
    """放弃: the published version stays what counts."""
    note(process=draft.key)
    draft.delete()


@operation(may="flow.publish", on="draft")
def publish_draft(*, draft: Draft, message: str, actor: Actor, at: datetime) -> Definition:
    """A new version from the draft, for matters that begin from now on; running ones keep theirs.

    Invalid with every finding for one that is not sound; Conflict where somebody published since the draft began, and where
    nothing changed.
    """
    if not message.strip():
        raise Invalid({"message": "请写明这一版改了什么。"}, code="flow.message-missing")
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    newest = Definition.objects.filter(key=found.key).order_by("-version").first()
    if newest is not None and newest.pk != found.base_id:
        raise Conflict(
            f"草稿开始以后已发布了第 {newest.version} 版。请放弃草稿，从新的一版改起。", code="flow.overtaken"
        )
    made = definitions.publish(
        key=found.key, source=found.source.encode(), at=at, by=actor.name, message=message.strip()[:200]
    )
    if newest is not None and made.pk == newest.pk:
        raise Conflict("与现行版本相同，没有可发布的改动。", code="flow.unchanged")
    found.delete()
    about(made.reference)
    note(process=made.key, version=made.version, digest=made.digest)
    return made


def _write(draft: Draft, source: str, actor: Actor, at: datetime) -> Draft:
    draft.source, draft.changed_at, draft.author_name = _read(source), at, actor.name
    draft.name = (definitions.name_of(draft.source.encode()) or draft.name)[:120]
    draft.save()
    about(draft.reference)
    note(process=draft.key)
    return draft


def _read(source: str) -> str:
    if len(source) > LARGEST:
        raise Invalid({"source": "流程文件超过 1 MB，请删去不用的部分。"}, code="flow.too-large")
    try:
        bpmn.parse(source.encode())
    except bpmn.BpmnError as error:
        raise Invalid({"source": f"这个文件不是 BPMN 流程：{error.message}"}, code="flow.not-bpmn") from error
    return source
