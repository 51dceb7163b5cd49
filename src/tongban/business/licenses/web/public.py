"""The public check of a licence: whoever holds one may ask whether it counts. No script, no login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from tongban.business.licenses import queries, rules
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now


@ui.public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """查验: the code from the licence is typed."""
    typed = rules.clean_token(request.GET.get("code", ""))
    if typed:
        return redirect("check:license", token=typed)
    return render(request, "licenses/check.html", {"typed": "", "asked": False})


@ui.public
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What anybody may know of the licence with this code: a person's name is masked, numbers of persons never stand here."""
    found = queries.license_by_token(token)
    context = {
        "typed": rules.clean_token(token), "asked": True, "license": found,
        "validity": rules.validity(found.state, found.valid_to, on=localdate(now())) if found else None,
        "holder": rules.masked(found.holder) if found else "", "digest": found.sealed_file.blob_id if found and found.sealed_file else "",
    }  # fmt: skip
    return render(request, "licenses/check.html", context, status=200 if found else 404)
