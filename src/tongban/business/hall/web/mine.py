"""我的: drafts, cases with their letters, what has to be supplemented, withdrawal, rating, licences."""

from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from tongban.business.casework import api as casework
from tongban.business.hall.models import Submission
from tongban.business.hall.operations import following
from tongban.business.hall.queries import own
from tongban.business.hall.queries.published import content_of, license_of
from tongban.business.hall.rules import receipts
from tongban.business.hall.web.guides import address_of, qr_code
from tongban.business.hall.web.uploads import MATERIAL_LIMITS, VERDICTS, UploadForm, taken_in
from tongban.business.licenses import api as license_rules
from tongban.engines.forms import api as forms
from tongban.foundation.members import api as members
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SORTS = {"new": ("-submitted_at", "-pk")}
MOST_NEWS = 5


@ui.public
@require_safe
def home(request: Any) -> HttpResponse:
    """我的. Whoever is not logged in is told what he finds here, and can look up by number."""
    if getattr(request, "member", None) is None:
        return render(request, "hall/mine_stranger.html", {})
    page = ui.Listing(request, sorts=SORTS, default="new").page(own.submissions_of(request.member))
    context = {
        "page": page, "rows": [own.with_case(row) for row in page.rows], "drafts": own.drafts_of(request.member),
        "news": own.news_of(request.member)[:MOST_NEWS],
    }  # fmt: skip
    response = render(request, "hall/mine.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@members.signed_in
@require_safe
def case(request: Any, uid: UUID) -> HttpResponse:
    """One case: where it is, until when, what to do, its letters, what was handed in."""
    submission = own.submission_of(request.member, uid)
    if own.news_of(request.member).filter(submission=submission).exists():
        following.mark_read(submission=submission, actor=request.actor, at=now())
    found = own.with_case(submission)
    definition = own.definition_of(submission.form)
    data = own.data_of(submission)
    shown = forms.shown_fields(definition, data)
    context = {
        "own": found, "case": found.case, "submission": submission, "guide": submission.guide, "content": content_of(submission.guide),
        "letters": own.letters_of(found.progress), "files": submission.files.select_related("file__blob", "supplement").order_by("pk"),
        "answers": [(f.label, forms.words(f, data.get(f.name))) for f in definition.fields if f.name in shown],
        "license": own.license_of(request.member, found.case.license) if found.case and found.case.license else None,
        "withdrawal": getattr(submission, "withdrawal", None), "rating": getattr(submission, "rating", None),
        "supplemented": _supplemented(found),
    }  # fmt: skip
    return render(request, "hall/mine_case.html", context)


def _supplemented(found: own.OwnCase) -> bool:
    """Whether what the present notice asks for is on its way."""
    return (
        found.case is not None
        and found.submission.supplements.filter(asked_by=following.notice_of(found.case)).exists()
    )


@members.signed_in
@require_safe
def receipt(request: Any, uid: UUID) -> HttpResponse:
    """回执: number, 查询码 and QR code, on the screen and for the printer."""
    submission = own.submission_of(request.member, uid)
    address = address_of(f"{reverse('progress:ask')}?number={submission.receipt}")
    context = {
        "submission": submission, "guide": submission.guide, "content": content_of(submission.guide), "qr": qr_code(address),
        "code": receipts.spoken_code(submission.code), "files": submission.files.filter(supplement=None).order_by("pk"),
        "unit": submission.guide.unit,
    }  # fmt: skip
    return render(request, "hall/receipt.html", context)


@members.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: Any, uid: UUID) -> HttpResponse:
    """补正: only what is missing, with the reason for each, until when; the form too, where the notice names it."""
    submission = own.submission_of(request.member, uid)
    found = own.with_case(submission)
    if found.case is None or not found.case.may_supplement or _supplemented(found):
        return redirect("mine:case", uid=uid)
    wanted = own.wanted(submission, found.case)
    form = UploadForm(
        request.POST or None, request.FILES or None, materials=[material for _, material in wanted.uploads]
    )
    answers = _answers(request, submission) if wanted.form else None
    if request.method == "POST" and form.is_valid() and _taken(request, form, answers, submission):
        messages.success(request, "补正材料已提交，五个工作日内告诉您是否受理。")
        return redirect("mine:case", uid=uid)
    there, wrong = own.replacements(submission), form.errors or (answers is not None and answers.errors)
    context = {
        "form": form, "answers": answers, "wanted": wanted, "submission": submission, "guide": submission.guide, "case": found.case,
        "limits": MATERIAL_LIMITS, "verdicts": VERDICTS,
        "rows": [(one, form[f"file_{one.key}"], there.get(one.key)) for one, _ in wanted.uploads],
    }  # fmt: skip
    return render(request, "hall/supplement.html", context, status=422 if wrong else 200)


def _answers(request: Any, submission: Submission) -> forms.DefinedForm:
    definition = own.definition_of(submission.form)
    return forms.DefinedForm(request.POST or None, definition=definition, current=own.data_of(submission))


def _taken(request: Any, form: UploadForm, answers: forms.DefinedForm | None, submission: Submission) -> bool:
    """The uploads are kept one by one; with all of them there, and the form put right, the supplement is handed in."""
    given: dict[str, Any] = {"submission": submission, "actor": request.actor, "at": now()}
    for key, received, verdict in taken_in(request, form):
        following.put_replacement(key=key, received=received, verdict=verdict, **given)
    if form.errors or "stay" in request.POST or (answers is not None and not answers.is_valid()):
        return False
    return form.carry_out(following.supplement, data=answers.values() if answers else None, **given)


class WithdrawForm(ui.Form):
    reason = django_forms.CharField(label="为什么撤回", max_length=200, widget=django_forms.Textarea(attrs={"rows": 3}))


@members.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, uid: UUID) -> HttpResponse:
    """撤回申请, after its consequences were told."""
    return _form_page(request, uid, "withdraw", WithdrawForm, "已撤回申请，窗口会在几分钟内停止办理。")


def _form_page(request: Any, uid: UUID, name: str, form_type: type[ui.Form], done: str) -> HttpResponse:
    """The page of a form that carries out following.NAME on a submission, and goes back to the case."""
    submission = own.submission_of(request.member, uid)
    form = form_type(request.POST or None)
    given: dict[str, Any] = {"submission": submission, "actor": request.actor, "at": now()}
    operation = getattr(following, name)
    if request.method == "POST" and form.is_valid() and form.carry_out(operation, **form.values(), **given):
        messages.success(request, done)
        return redirect("mine:case", uid=uid)
    context = {"form": form, "submission": submission, "guide": submission.guide}
    return render(request, f"hall/{name}.html", context, status=422 if form.errors else 200)


class RateForm(ui.Form):
    """好差评: five levels, points, and for a bad one the reason."""

    stars = django_forms.TypedChoiceField(
        label="您对这次服务", coerce=int, choices=casework.STARS, widget=django_forms.RadioSelect
    )
    points = django_forms.MultipleChoiceField(
        label="哪些方面做得好，或者要改", required=False, choices=[(p, p) for p in casework.POINTS],
        widget=django_forms.CheckboxSelectMultiple,
    )  # fmt: skip
    comment = django_forms.CharField(
        label="想说的话", required=False, max_length=500, help_text="选“不满意”或“非常不满意”的，请写明原因。",
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@members.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Any, uid: UUID) -> HttpResponse:
    """评价, once."""
    return _form_page(request, uid, "rate", RateForm, "谢谢您的评价。")


@members.signed_in
@require_safe
def letter(request: Any, uid: UUID) -> HttpResponse:
    """A letter is opened: that counts as read, and leads to its pages."""
    found = own.letter_of(request.member, uid)
    submission = cast(Submission, found.progress.submission)  # its letters are kept for a submission alone
    following.open_letter(submission=submission, letter=found, actor=request.actor, at=now())
    if found.file is None:
        return render(
            request, "hall/letter_waits.html", {"letter": found, "submission": submission, "guide": submission.guide}
        )
    return redirect(f"{reverse('files:download', args=[found.file.uid])}?inline")


@members.signed_in
@require_safe
def licenses(request: Any) -> HttpResponse:
    """我的证照, each with the QR code by which anybody checks it."""
    today = localdate(now())
    rows = []
    for row in own.licenses_of(request.member):
        said = license_of(row)
        valid = license_rules.validity(said.state, said.valid_to, on=today)
        rows.append((row, said, valid, qr_code(address_of(reverse("check:license", args=[row.token])))))
    return render(request, "hall/licenses.html", {"rows": rows})
