"""Lists of documents: the viewer's own, the issued ones, what arrived, what was received."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.rules.kinds import KINDS
from tongban.business.documents.web.exporting import MOST, exported
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SORTS = {"time": ("pk",), "title": ("title", "pk"), "kind": ("kind_name", "pk")}
ISSUED_SORTS = {**SORTS, "time": ("issued_at", "pk")}
STATES = {
    "draft": ("future", "拟稿"), "review": ("taken", "审核中"), "signed": ("taken", "已签发"), "numbered": ("taken", "已编号"),
    "laid_out": ("taken", "已制版"), "sealed": ("taken", "已用印"), "issued": ("done", "已分发"), "void": ("returned", "作废"),
}  # fmt: skip
COPY_STATES = {
    "unsigned": ("wait", "未签收"), "signed": ("taken", "已签收"), "refused": ("returned", "退回"), "completed": ("done", "已办结"),
    "withdrawn": ("future", "已撤回"),
}  # fmt: skip
INCOMING_STATES = {"handling": ("taken", "办理中"), "completed": ("done", "已办结"), "returned": ("returned", "已退回")}
KIND_CHOICES = [("", "全部文种"), *((name, name) for name in KINDS)]
FIRST_YEAR = 2020
READERS = ("documents.draft", "documents.see_unit")  # everybody who does business: not the three administrators


class FilterForm(forms.Form):
    """What a list can be narrowed to; nonsense in the address narrows nothing."""

    q = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False, choices=KIND_CHOICES, widget=forms.Select(attrs={"class": "tb-select"}))
    section = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    waiting = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, states: dict[str, tuple[str, str]], sections: Sequence[tuple[int, str]]) -> None:
        super().__init__(data, label_suffix="")
        self._choices("state", [("", "全部状态"), *((name, label) for name, (_, label) in states.items())])
        self._choices("section", [("", "全部科室"), *sections])
        self._choices("year", [("", "全部年份"), *((y, f"{y}年") for y in range(now().year + 1, FIRST_YEAR - 1, -1))])

    def _choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]
        field.widget.attrs["class"] = "tb-select"

    def wanted(self, **fixed: str) -> queries.Wanted:
        self.is_valid()
        data = self.cleaned_data
        found = {
            "text": data.get("q", "").strip(),
            **{n: data.get(n) for n in ("state", "kind", "section", "year", "waiting")},
        }
        return queries.Wanted(**{**{n: v for n, v in found.items() if v}, **fixed})


@ui.needs(*READERS)
def mine(request: HttpRequest) -> HttpResponseBase:
    """发文跟踪: what the viewer drafted or met, wherever it stands."""
    form = FilterForm(request.GET, states=STATES, sections=queries.sections_of(request.actor))
    return _documents(request, "发文跟踪", form, form.wanted())


@ui.needs(*READERS)
def finished(request: HttpRequest) -> HttpResponseBase:
    """成文管理: issued documents (F-OD-29)."""
    form = FilterForm(request.GET, states={}, sections=queries.sections_of(request.actor))
    return _documents(request, "成文管理", form, form.wanted(state="issued"))


def _documents(request: HttpRequest, title: str, form: FilterForm, wanted: queries.Wanted) -> HttpResponseBase:
    issued = wanted.state == "issued"
    listing = ui.Listing(request, sorts=ISSUED_SORTS if issued else SORTS, default="-time")
    rows = queries.documents(request.actor, at=now(), wanted=wanted)
    if "csv" in request.GET:
        return exported(
            request, title, DOCUMENT_HEAD, _document_lines(rows.order_by(*listing.ordering)[:MOST].iterator())
        )
    page = listing.page(rows)
    people = {} if issued else waiting(page.rows)
    context = {
        "title": title, "page": page, "issued": issued,
        "rows": [(document, *STATES[document.state], people.get(document.pk, "")) for document in page.rows],
        "listing": listing, "filters": form, "narrowed": form.has_changed(), "export_url": listing.url(csv=1, page=None),
    }  # fmt: skip
    return render(request, "documents/list.html", context)


def waiting(things: Sequence[Document] | Sequence[Incoming]) -> dict[int, str]:
    """Id → 待核稿：林晓岚，2小时; of countersigning units the first three."""
    at, found = now(), queries.who_has(things)
    return {
        pk: "；".join(f"待{step}：{names}，{ui.duration_text(at - since)}" for step, names, since in steps[:3])
        for pk, steps in found.items()
    }


DOCUMENT_HEAD = (
    "标题",
    "文种",
    "文号",
    "状态",
    "紧急程度",
    "拟稿科室",
    "拟稿人",
    "签发人",
    "签发时间",
    "分发时间",
    "建立时间",
)
URGENCIES = {"ordinary": "一般", "urgent": "加急", "express": "特急"}


def _document_lines(rows: Iterator[Document]) -> Iterator[tuple[Any, ...]]:
    for d in rows:
        yield (
            d.title, d.kind_name, d.number_text, STATES[d.state][1], URGENCIES[d.urgency], d.section.name, d.drafter_name,
            d.signer_name, d.signed_at, d.issued_at, d.created_at,
        )  # fmt: skip


@ui.needs("documents.receive", "documents.see_unit")
def arrived(request: HttpRequest) -> HttpResponse:
    """电子来文: copies that came to the viewer's unit (F-IN-03)."""
    state = request.GET.get("tab", "unsigned")
    listing = ui.Listing(request, sorts={"time": ("pk",)}, default="-time")
    page = listing.page(queries.copies(request.actor, at=now(), state=state if state in COPY_STATES else None))
    tabs = [ui.Tab(label="全部", url=listing.url(tab="all", page=None), current=state == "all")]
    tabs += [
        ui.Tab(label=label, url=listing.url(tab=name, page=None), current=state == name)
        for name, (_, label) in COPY_STATES.items()
        if name != "withdrawn"
    ]
    rows = [(copy, *COPY_STATES[copy.state]) for copy in page.rows]
    return render(request, "documents/arrived.html", {"page": page, "rows": rows, "tabs": tabs})


@ui.needs(*READERS)
def incoming(request: HttpRequest) -> HttpResponseBase:
    """收文管理: what the viewer's unit has registered."""
    form = FilterForm(request.GET, states=INCOMING_STATES, sections=())
    listing = ui.Listing(request, sorts=SORTS, default="-time")
    rows = queries.received(request.actor, at=now(), wanted=form.wanted())
    if "csv" in request.GET:
        return exported(
            request, "收文登记", INCOMING_HEAD, _incoming_lines(rows.order_by(*listing.ordering)[:MOST].iterator())
        )
    page = listing.page(rows)
    people = waiting(page.rows)
    context = {
        "page": page, "listing": listing,
        "rows": [(item, *INCOMING_STATES[item.state], people.get(item.pk, "")) for item in page.rows],
        "filters": form, "narrowed": form.has_changed(), "export_url": listing.url(csv=1, page=None),
    }  # fmt: skip
    return render(request, "documents/incoming_list.html", context)


INCOMING_HEAD = ("收文号", "标题", "来文单位", "来文字号", "文种", "状态", "办理限时", "登记人", "登记时间", "办结时间")


def _incoming_lines(rows: Iterator[Incoming]) -> Iterator[tuple[Any, ...]]:
    for i in rows:
        yield (
            i.number_text, i.title, i.from_unit, i.from_number, i.kind_name, INCOMING_STATES[i.state][1], i.limit,
            i.registrar_name, i.registered_at, i.completed_at,
        )  # fmt: skip
