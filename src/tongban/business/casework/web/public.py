"""办件进度: for anybody who has the number and the 查询码. No script, no login, nothing personal."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.casework import queries
from tongban.foundation.ui import api as ui


class ProgressForm(ui.Form):
    number = forms.CharField(label="办件编号", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(
        label="查询码",
        max_length=12,
        help_text="回执上的 8 位数字",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


@ui.public
def progress(request: HttpRequest) -> HttpResponse:
    """The code is sent in a body, never in an address: addresses stand in logs."""
    if request.method != "POST":
        form = ProgressForm(initial={"number": request.GET.get("number", "")[:60]})
        return render(request, "casework/progress.html", {"form": form, "progress": None})
    form, found = ProgressForm(request.POST), None
    if form.is_valid():
        found = queries.progress_of(form.cleaned_data["number"], form.cleaned_data["code"])
        if found is None:
            form.add_error(None, "编号和查询码对不上，请按回执核对。")
    return render(request, "casework/progress.html", {"form": form, "progress": found}, status=200 if found else 422)
