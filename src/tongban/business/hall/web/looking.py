"""查进度 and 查证照: for anybody who has number and code in hand. No script, no login, nothing personal."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tongban.business.hall.operations.asking import look_up
from tongban.business.hall.queries.looking import license_with
from tongban.business.hall.queries.published import license_of
from tongban.business.hall.rules import receipts
from tongban.business.licenses import api as licenses
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

WRONG = "编号和查询码对不上，请按回执核对。"
_OFF = {"autocomplete": "off"}


class ProgressForm(ui.Form):
    number = forms.CharField(
        label="办件编号", max_length=60, help_text="WS 开头，或者窗口给的编号",
        widget=forms.TextInput(attrs=_OFF),
    )  # fmt: skip
    code = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="回执上的 8 位数字",
        widget=forms.TextInput(attrs={**_OFF, "inputmode": "numeric"}),
    )


@ui.public
@csrf_exempt  # it changes nothing of anybody's, and the home page that holds the form is the same for all
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """The code is sent in a body, never in an address: addresses stand in logs."""
    if request.method != "POST":
        form = ProgressForm(initial={"number": request.GET.get("number", "")[:60]})
        return render(request, "hall/progress.html", {"form": form})
    form, found = ProgressForm(request.POST), None
    if form.is_valid():
        found = look_up(**form.values(), actor=request.actor, at=now())  # type: ignore[attr-defined]
        if found is None:
            form.add_error(None, WRONG)
    response = render(request, "hall/progress.html", {"form": form, "seen": found}, status=200 if found else 422)
    response["Cache-Control"] = "private, no-store"
    return response


@ui.public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """查证照: a check code, or the number that stands on the licence."""
    typed = request.GET.get("code", "").strip()[:60]
    if typed:
        return redirect("check:license", token=receipts.clean_number(typed).replace("/", "") or "-")
    return render(request, "hall/check.html", {"typed": ""})


@ui.public
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Where the QR code of a licence leads: what anybody may know of it. A person's name is masked."""
    found = [(row, license_of(row)) for row in license_with(token)]
    today = localdate(now())
    shown = [(said, licenses.validity(said.state, said.valid_to, on=today)) for _, said in found]
    context = {"typed": token, "asked": True, "shown": shown}
    return render(request, "hall/check.html", context, status=200 if found else 404)
