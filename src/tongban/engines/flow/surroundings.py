"""What a process wants of the installation, and what is not there: duties that no post has, forms that nobody published."""

from collections.abc import Collection, Mapping

from django.db.models import TextField
from django.db.models.functions import Cast

from tongban.engines.flow import labels
from tongban.engines.flow.who import DUTIES
from tongban.engines.forms import api as forms
from tongban.foundation.organization.api import Post
from tongban.lib import bpmn


def missing_in_office(nodes: Mapping[str, bpmn.Node], known: Collection[str]) -> list[bpmn.Finding]:
    """Warnings, as the office may fill the post or publish the form later. `known` are forms of the host's own, by the version before."""
    steps = [node for node in nodes.values() if node.kind == "task"]
    return [*_empty_roles(steps), *_unknown_forms(steps, known)]


def _empty_roles(steps: list[bpmn.Node]) -> list[bpmn.Finding]:
    empty = {duty for duty in {node.step.role for node in steps} & DUTIES if not _held(duty)}
    return [
        bpmn.Finding(
            n.id,
            "empty-role",
            "warning",
            f"“{n.name or n.id}”由{labels.ROLES.get(n.step.role, n.step.role)}办，现在没有岗位有这项职责",
        )
        for n in steps
        if n.step.role in empty
    ]


def _held(duty: str) -> bool:
    return Post.objects.annotate(text=Cast("duties", TextField())).filter(text__contains=f'"{duty}"').exists()


def _unknown_forms(steps: list[bpmn.Node], known: Collection[str]) -> list[bpmn.Finding]:
    wanted = {node.step.form for node in steps if node.step.form} - set(known)
    there = set(forms.Form.objects.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()
    return [
        bpmn.Finding(n.id, "unknown-form", "warning", f"“{n.name or n.id}”的表单 {n.step.form} 还没有发布")
        for n in steps
        if n.step.form in wanted - there
    ]
