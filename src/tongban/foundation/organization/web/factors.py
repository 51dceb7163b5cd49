"""第二验证 of other people: who has one, and taking it away from somebody who lost his phone or key."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.foundation.identity import api as identity
from tongban.foundation.organization import forms
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.web.pages import FormPage, answer
from tongban.foundation.organization.web.people import found_by
from tongban.foundation.ui.api import Listing, needs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

RESET = "identity.reset_factors"
SORTS = {"name": ("pinyin", "pk")}


@needs(RESET)
@require_safe
def factors(request: Any) -> HttpResponse:
    """Who has a second factor, found by name, pinyin or user name."""
    text = request.GET.get("q", "").strip()
    rows = managed.people_for(request.actor, now(), RESET).filter(left_at=None, account__in=identity.with_factors())
    listing = Listing(request, sorts=SORTS, default="name")
    page = listing.page(found_by(rows, text))
    kinds = identity.factor_words(person.account_id for person in page.rows)
    context = {"page": page, "q": text, "rows": [(person, kinds.get(person.account_id, "")) for person in page.rows]}
    return render(request, "organization/factors.html", context)


@needs(RESET)
def reset(request: Any, pk: int) -> HttpResponse:
    """重置: with the reason, and how it was made sure who asks."""
    found = managed.person_for(request.actor, pk, now(), RESET)
    if found.account is None:
        raise NotFound("此人没有账号。")
    page = FormPage(
        title=f"重置{found.name}的第二验证", back=reverse("factors:list"), back_label="第二验证", button="重置",
        done="已重置，本人会收到通知。",
        lead="动态口令、通行密钥、恢复码全部取消，登录只凭密码，直到本人重新设置。先当面核实是本人。",
        question=f"重置{found.name}的第二验证？",
    )  # fmt: skip
    form = forms.ReasonForm(request.POST or None)
    return answer(request, form, page, identity.reset_factors, lambda given: {"account": found.account, **given})
