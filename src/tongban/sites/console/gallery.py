"""The gallery: every component in every state, and three whole pages, for whoever builds the next screen."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.foundation.ui.api import Drawn, Figure, Form, HomePage, Listing, PersonField, UnitsField, local_now, needs
from tongban.sites.console import samples


class SampleForm(Form):
    """One field of each kind."""

    title = forms.CharField(label="标题", max_length=40)
    kind = forms.ChoiceField(label="文种", choices=[("", "请选择"), ("notice", "通知"), ("letter", "函")])
    copies = forms.IntegerField(label="印制份数", help_text="含存档 2 份", min_value=1)
    day = forms.DateField(label="开会日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    urgency = forms.ChoiceField(
        label="紧急程度", choices=[("n", "普通"), ("p", "平急"), ("j", "加急"), ("t", "特急")], widget=forms.RadioSelect
    )
    remind = forms.BooleanField(label="短信提醒办理人", required=False)
    reason = forms.CharField(label="拟稿说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    to = UnitsField(label="主送单位", nodes=samples.UNITS, help_text="可打单位名称、简称或拼音首字母")
    signer = PersonField(label="送签发", people=samples.PEOPLE)
    attachment = forms.FileField(label="附件", required=False)


GOOD = {
    "title": "关于开展自建房排查的通知",
    "kind": "notice",
    "copies": "40",
    "urgency": "j",
    "to": ["2", "3"],
    "signer": "1",
}
WRONG = {"title": "", "copies": "四十", "urgency": "n", "reason": "请审核", "to": [], "signer": ""}


@needs("jobs.manage")
def components(request: HttpRequest) -> HttpResponse:
    now = local_now()
    wrong = SampleForm({f"wrong-{k}": v for k, v in WRONG.items()}, prefix="wrong")
    context = {
        "form": SampleForm(initial=GOOD | {"to": [2, 3], "signer": 1}),
        "wrong": wrong,
        "todo": samples.todo_rows(now),
        "read": samples.read_rows(now),
        "track": samples.track(now),
        "short_track": samples.short_track(now),
        "boxes": samples.boxes(now),
        "figures": samples.FIGURES,
        "tabs": samples.TABS,
        "chips": samples.CHIPS,
        "facts": samples.FACTS,
        "times": [now - samples.HOUR, now - samples.DAY, now - 30 * samples.DAY, now - 400 * samples.DAY],
        "dues": [now - 80 * samples.HOUR / 60, now + samples.HOUR / 2, now + samples.DAY, now + 5 * samples.DAY, None],
    }
    return render(request, "console/gallery.html", context)


@needs("jobs.manage")
def home(request: HttpRequest) -> HttpResponse:
    """我的桌面 with invented rows: the same template as the real one."""
    now = local_now()
    page = HomePage(figures=list(samples.FIGURES))
    page.main = [
        Drawn("console/sample_todo.html", {"rows": samples.todo_rows(now), "tabs": samples.TABS}),
        Drawn("console/sample_read.html", {"rows": samples.read_rows(now)}),
    ]
    page.rail = [Drawn("console/sample_rail.html", {"facts": samples.FACTS})]
    return render(request, "workbench/home.html", {"home": page, "menu_current": "workbench:home"})


@needs("jobs.manage")
def table(request: HttpRequest) -> HttpResponse:
    """A list with everything: tabs, filters, selection, sorting, pages."""
    listing = Listing(request, sorts={"unit": ["unit"], "spent": ["spent"]}, default="unit")
    rows = samples.DELIVERIES * 40
    context: dict[str, Any] = {"listing": listing, "page": listing.page(rows), "tabs": samples.TABS}
    context |= {"chips": [listing.chip("q", "单位：县")] if request.GET.get("q") else []}
    context["figures"] = [Figure(label=label, value=value) for label, value in (("应收单位", "36"), ("已签收", "30"))]
    return render(request, "console/sample_list.html", context)


@needs("jobs.manage")
def document(request: HttpRequest) -> HttpResponse:
    """One document being handled: 处理单, text, actions, track."""
    now = local_now()
    left, right = samples.boxes(now)[:2], samples.boxes(now)[2:5]
    context = {
        "boxes": [*left, *right], "track": samples.track(now), "due": now + 3 * samples.HOUR, "people": samples.PEOPLE,
        "form": SampleForm(initial={"signer": 1}),
    }  # fmt: skip
    return render(request, "console/sample_document.html", context)
