"""The administrator's screen: what runs, what gave up, what comes round."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.jobs import queries
from tongban.foundation.jobs.operations import discard_dead, retry_dead
from tongban.foundation.ui.api import Figure, needs
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now

SHOWN = 100


@needs("jobs.manage")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The first hundred of each kind; jobs that gave up come first."""
    found = queries.figures(now())
    context = {
        "figures": _figures(found), "dead_count": int(found["jobs_dead"]), "shown": SHOWN,
        "dead": queries.dead_jobs()[:SHOWN], "running": queries.running_jobs()[:SHOWN],
        "periodic": queries.periodic_jobs(),
    }  # fmt: skip
    return render(request, "jobs/overview.html", context)


@needs("jobs.manage")
@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job with its whole last error."""
    return render(request, "jobs/job.html", {"job": queries.job_by_id(job_id)})


@needs("jobs.manage")
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    return _carry_out(request, job_id, retry_dead, "已重新排队：")


@needs("jobs.manage")
@require_POST
def discard(request: HttpRequest, job_id: int) -> HttpResponse:
    return _carry_out(request, job_id, discard_dead, "已放弃：")


def _carry_out(request: Any, job_id: int, operation: Callable[..., Any], done: str) -> HttpResponse:
    row = queries.job_by_id(job_id)
    try:
        operation(job=row, actor=request.actor, at=now())
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, f"{done}{row.label}。")
    return redirect("jobs:overview")


def _figures(found: dict[str, float]) -> list[Figure]:
    late = found["jobs_oldest_waiting_seconds"]
    notes = (("over", f"最早的已等 {_span(late)}"),) if late > 60 else ()
    return [
        Figure(label="等待", value=f"{found['jobs_waiting']:,.0f}", unit="个", notes=notes),
        Figure(label="正在运行", value=f"{found['jobs_running']:,.0f}", unit="个"),
        Figure(label="失败待处理", value=f"{found['jobs_dead']:,.0f}", unit="个"),
    ]


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes // 60}小时{minutes % 60}分" if minutes >= 60 else f"{minutes}分钟"
