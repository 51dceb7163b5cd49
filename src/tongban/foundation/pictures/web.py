"""头像和签名: everybody's own page, and the pictures themselves."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.files import api as files
from tongban.foundation.organization.api import Person
from tongban.foundation.pictures import operations, queries, rules
from tongban.foundation.pictures.contracts import PORTRAIT, SORTS
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

MB = 1024 * 1024
AT_MOST = 5  # MB
HOW = {
    "portrait": "正面近照；系统裁成方形，拍摄时间、地点等信息自动去掉。",
    "signature": "用深色笔签在白纸上，拍照或扫描；系统去掉白底，只留字迹。显示在您以后写的意见旁边。",
}


class PictureForm(ui.Form):
    """One upload; the two forms of the page tell themselves apart by `sort`."""

    sort = forms.ChoiceField(choices=list(SORTS.items()), widget=forms.HiddenInput)
    file = forms.FileField(label="图片", widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}))


@ui.staff
def own(request: Any) -> HttpResponse:
    """Both pictures with their forms."""
    me = _me(request)
    sent = PictureForm(request.POST, request.FILES) if request.method == "POST" else None
    if sent is not None and sent.is_valid() and _set(request, me, sent):
        messages.success(request, f"{SORTS[sent.cleaned_data['sort']]}已保存。")
        return redirect("pictures:own")
    have = queries.current(me.pk)
    parts = [(sort, label, HOW[sort], _address(have.get(sort)), _form(sort, sent)) for sort, label in SORTS.items()]
    return render(request, "pictures/own.html", {"parts": parts, "megabytes": AT_MOST}, status=422 if sent else 200)


@ui.staff
@require_POST
def take_away(request: Any, sort: str) -> HttpResponse:
    if sort not in SORTS:
        raise NotFound
    operations.take_picture_away(person=_me(request), sort=sort, actor=request.actor, at=now())
    messages.success(request, f"{SORTS[sort]}已删除。")
    return redirect("pictures:own")


@ui.staff
@require_safe
def picture(request: HttpRequest, file: UUID) -> HttpResponse:
    """The picture itself; its address never shows another."""
    found = queries.by_file(file)
    stored = files.file_by_uid(found.file)
    if stored is None:
        raise NotFound
    with files.open_content(stored) as content:
        answer = HttpResponse(content.read(), content_type="image/jpeg" if found.sort == PORTRAIT else "image/png")
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _set(request: Any, me: Person, form: PictureForm) -> bool:
    sort, upload = form.cleaned_data["sort"], form.cleaned_data["file"]
    if upload.size > AT_MOST * MB:
        form.add_error("file", f"图片超过 {AT_MOST} MB，请缩小后再传。")
        return False
    given: dict[str, Any] = {"person": me, "sort": sort, "actor": request.actor, "at": now()}
    try:
        content = rules.tidied(upload.read(), sort)
        name = "portrait.jpg" if sort == PORTRAIT else "signature.png"
        received = files.receive(source=BytesIO(content), name=name, purpose="picture")
    except Invalid as error:
        form.add_error("file", "".join(error.fields.values()) or error.message)
        return False
    return form.carry_out(operations.set_picture, received=received, **given)


def _form(sort: str, sent: PictureForm | None) -> PictureForm:
    """The form of this picture: the one that was sent comes back with its messages."""
    if sent is not None and sent.data.get("sort") == sort:
        return sent
    return PictureForm(initial={"sort": sort}, auto_id=f"{sort}_%s")


def _address(picture: Any) -> str:
    return queries.address(picture) if picture else ""


def _me(request: Any) -> Person:
    found = Person.objects.filter(pk=request.actor.person_id or 0).first()
    if found is None:
        raise NotFound("您的账号没有对应的人员。")
    return found
