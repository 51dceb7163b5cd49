"""Two pictures of a process: what is different between two versions, and where the time goes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.engines.flow import definitions, labels, statistics
from tongban.engines.flow.models import Definition, Draft
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.lib import bpmn

MAY = "flow.design"
DRAFT = "draft"
CHOICES = (20, 50, 200, 1000)


def source_of(key: str, wanted: str) -> tuple[str, str]:
    """The source of a version (its number, DRAFT, "" for the newest) and how it is called. NotFound for one that is not there."""
    if wanted == DRAFT:
        draft = Draft.objects.filter(key=key).first()
        if draft is None:
            raise NotFound
        return draft.source, "草稿"
    rows = Definition.objects.filter(key=key).order_by("-version")
    version = (rows.filter(version=int(wanted)) if wanted.isdecimal() else rows).first()
    if version is None:
        raise NotFound
    return version.source, f"第 {version.version} 版"


@ui.needs(MAY)
@require_safe
def compare(request: Any, key: str) -> HttpResponse:
    """What came, went and changed between two versions, in both pictures and in a table. By default the draft with the newest, or
    the newest with the one before."""
    versions = definitions.versions_of(key)
    drafted = Draft.objects.filter(key=key).exists()
    names = [*([DRAFT] if drafted else []), *(str(version.version) for version in versions)]
    if not names:
        raise NotFound
    newer = request.GET.get("b") or names[0]
    older = request.GET.get("a") or names[min(1, len(names) - 1)]
    (before, old_name), (after, new_name) = source_of(key, older), source_of(key, newer)
    found = bpmn.differences(bpmn.parse(before.encode()), bpmn.parse(after.encode()))
    ids = {what: [each.element for each in found if each.what == what] for what in ("added", "removed", "changed")}
    context = {
        "key": key, "name": definitions.name_of(after.encode()) or key, "older": older, "newer": newer, "old_name": old_name,
        "new_name": new_name, "before": before, "after": after, "rows": [_row(each) for each in found],
        "old_marks": {"tb-flow-removed": ids["removed"], "tb-flow-changed": ids["changed"]},
        "new_marks": {"tb-flow-added": ids["added"], "tb-flow-changed": ids["changed"]},
        "choices": [(name, "草稿" if name == DRAFT else f"第 {name} 版") for name in names],
    }  # fmt: skip
    return render(request, "flow/compare.html", context)


def _row(found: bpmn.Difference) -> dict[str, Any]:
    words = [(labels.SAID.get(key, key), was or "（无）", now or "（无）") for key, (was, now) in found.words.items()]
    return {"element": found.element, "name": found.name, "what": labels.DIFFERENCES[found.what], "words": words}


@ui.needs(MAY)
@require_safe
def time(request: Any, key: str) -> HttpResponse:
    """The heat map: how long each step lay in the last instances, in the picture and in a table."""
    source, _ = source_of(key, "")
    wanted = request.GET.get("last", "")
    last = int(wanted) if wanted.isdecimal() and int(wanted) in CHOICES else statistics.LAST
    many, spent = statistics.time_spent(key, last=last)
    marks = {
        f"tb-flow-heat-{heat}": [each.element for each in spent if each.heat == heat]
        for heat in range(1, statistics.HEATS + 1)
    }
    context = {
        "key": key, "name": definitions.name_of(source.encode()) or key, "source": source, "many": many, "spent": spent, "last": last,
        "marks": marks, "choices": CHOICES, "notes": {each.element: f"{labels.lasting(each.usual)} · {each.share}%" for each in spent},
        "rows": [(each, labels.lasting(each.usual), labels.lasting(each.longest)) for each in spent],
    }  # fmt: skip
    return render(request, "flow/time.html", context)
