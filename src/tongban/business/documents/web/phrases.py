"""常用意见 beside the opinion: a part of the page that changes alone, so that what is being written stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Phrase
from tongban.business.documents.operations import phrases as operations
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid, NotFound
from tongban.kernel.now import now

SHIPPED = {
    "拟稿": ("请审核。", "已按意见修改，请审核。"),
    "审核": ("同意。", "内容属实，请核稿。", "请修改后再报。"),
    "会签": ("同意。", "无不同意见。", "请按所附意见修改。"),
    "核稿": ("已核，请签发。", "请按修订稿修改。"),
    "签发": ("同意。", "同意印发。", "发。"),
    "复核": ("手续完备，格式无误。",),
    "拟办": ("请领导阅示。", "建议由相关科室承办。"),
    "批办": ("请认真落实。", "请阅办。"),
    "承办": ("已办理。", "已阅知。"),
    "办结": ("已办结。",),
}


def phrases_context(request: HttpRequest, box: str) -> dict[str, Any]:
    """What is offered for a box of the 处理单: the product's sentences, then one's own."""
    own = queries.phrases_of(request.actor)
    kept = {phrase.text for phrase in own}
    return {"phrases": [t for t in SHIPPED.get(box, ("已阅。",)) if t not in kept], "own_phrases": own, "box": box}


@ui.staff
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """保存至常用意见 of what stands in the opinion."""
    try:
        operations.save_phrase(text=request.POST.get("opinion", ""), actor=request.actor, at=now())
    except (Invalid, Conflict) as error:
        return _part(request, trouble=error.message, status=422)
    return _part(request, said="已保存至常用意见。")


@ui.staff
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of one's own."""
    phrase = Phrase.objects.filter(pk=pk, person_id=request.actor.person_id).first()
    if phrase is None:
        raise NotFound()
    operations.delete_phrase(phrase=phrase, actor=request.actor, at=now())
    return _part(request, said="已删除。")


def _part(request: HttpRequest, *, said: str = "", trouble: str = "", status: int = 200) -> HttpResponse:
    context = {**phrases_context(request, request.POST.get("box", "")), "said": said, "trouble": trouble}
    return render(request, "documents/phrases.html", context, status=status)
