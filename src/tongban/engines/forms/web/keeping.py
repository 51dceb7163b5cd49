"""What is being typed is kept on the server while it is typed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tongban.engines.forms import operations
from tongban.engines.forms.keeping import typed_in
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.kernel.references import Reference


@ui.staff
@require_POST
def keep(request: Any) -> HttpResponse:
    """Sent by forms.js a moment after somebody stopped typing. Nothing is answered: the page goes on as it is."""
    form, subject = _place(request)
    operations.keep_typed(form=form, subject=subject, typed=typed_in(request.POST), actor=request.actor, at=now())
    return HttpResponse(status=204)


@ui.staff
@require_POST
def forget(request: Any) -> HttpResponse:
    """不用自动保存的内容: back to the page, which begins as if nothing had been typed."""
    form, subject = _place(request)
    operations.forget_typed(form=form, subject=subject, actor=request.actor, at=now())
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")


def _place(request: Any) -> tuple[str, Reference | None]:
    form, text = request.POST.get("forms_form", ""), request.POST.get("forms_subject", "")
    if not form or len(form) > 40:
        raise Invalid({"forms_form": "没有说明是哪个表单。"}, code="forms.place")
    try:
        subject = Reference.parse(text) if text else None
    except ValueError as error:
        raise Invalid({"forms_subject": "没有说明是哪一件。"}, code="forms.place") from error
    if subject is not None:
        references.require_visible(subject, viewer=request.actor)
    return form, subject
