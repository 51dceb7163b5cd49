"""验章: what a file's seals are worth, line by line. Nothing of the file is stored."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tongban.engines.seals import authority, queries
from tongban.engines.seals.web.forms import VerifyForm, sent
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Unavailable
from tongban.kernel.now import now
from tongban.lib.edoc.verify import report as verified
from tongban.lib.gm.errors import ProviderUnavailable
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Report, Result, SignatureReport

MEGABYTES = 50
VERDICTS = {
    Result.VALID: ("success", "circle-check", "有效", "签章完好，签章人可信，文件没有改动。"),
    Result.INVALID: ("error", "alert-circle", "无效", "文件被改动过，或签章不正确。请不要采用，向签发单位核实。"),
    Result.UNDETERMINED: (
        "warning", "alert-triangle", "不能判定", "签章完好，文件没有改动，但签章人是否可信还不能确定。原因见下。"
    ),
    Result.UNSIGNED: ("warning", "info-circle", "没有签章", "文件上没有电子签章。图片形式的红章不是电子签章。"),
    Result.UNREADABLE: ("error", "alert-circle", "无法读取", "不是能查验的文件，或文件已损坏。"),
}  # fmt: skip
MARKS = {True: ("done", "通过"), False: ("returned", "不通过"), None: ("wait", "不能判定")}


@ui.staff
def verify(request: Any) -> HttpResponse:
    """Upload a file and read the report."""
    form = VerifyForm(**sent(request))
    context: dict[str, Any] = {"form": form, "megabytes": MEGABYTES}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MEGABYTES * 1024 * 1024:
            form.add_error("file", f"文件超过 {MEGABYTES} MB，不能在这里查验。")
        else:
            context |= _result(file.read(), name=file.name)
    return render(request, "seals/verify.html", context, status=422 if form.errors else 200)


def _result(data: bytes, *, name: str) -> dict[str, Any]:
    try:
        found = verified(data, anchors=authority.anchors(), at=now())
    except ProviderUnavailable as error:
        raise Unavailable(f"{error}。请联系系统管理员。", code="seals.no-provider") from error
    kind, icon, word, text = VERDICTS[found.result]
    return {
        "name": name, "verdict": {"kind": kind, "icon": icon, "word": word, "text": text},
        "signatures": [_signature(one) for one in found.signatures], "warnings": found.warnings,
        "use": queries.use_of_file(sm3(data).hex()) if _sealed(found) else None,
    }  # fmt: skip


def _sealed(found: Report) -> bool:
    return found.result in (Result.VALID, Result.UNDETERMINED)


def _signature(one: SignatureReport) -> dict[str, Any]:
    place = one.place
    return {
        "signer": one.signer or "签章人不明",
        "form": one.form,
        "at": one.signed_at,
        "place": f"第 {place.page} 页，左 {place.x:.0f} 上 {place.y:.0f} 毫米" if place else "不可见",
        "checks": [(*MARKS[check.ok], check.text) for check in one.checks],
        "state": MARKS[{Result.VALID: True, Result.INVALID: False}.get(one.result)],
    }
