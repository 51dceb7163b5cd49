"""Applying: who, one question group a page, materials, 核对, 提交. Every page saves what it was given; nothing needs script."""

import functools
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from tongban.business.hall.contracts import CONSENTS
from tongban.business.hall.models import Draft, DraftFile, Guide
from tongban.business.hall.operations import drafts
from tongban.business.hall.operations.submitting import submit
from tongban.business.hall.queries import own
from tongban.business.hall.queries.applying import audience_of, changes, missing, to_upload
from tongban.business.hall.queries.guides import guide_by_uid
from tongban.business.hall.queries.published import content_of, item_of
from tongban.business.hall.web.steps import Way, way_of
from tongban.business.hall.web.uploads import MATERIAL_LIMITS, VERDICTS, UploadForm, taken_in
from tongban.engines.forms import api as forms
from tongban.foundation.members import api as members
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid, NotFound
from tongban.kernel.now import now


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the member's draft, called with it; what was submitted, thrown away or changed meanwhile leads on from `resume`."""

    @functools.wraps(view)
    def opened(request: Any, uid: UUID, **more: Any) -> HttpResponse:
        draft = own.draft_of(request.member, uid)
        if draft is None or _is_changed(draft):
            return redirect("apply:resume", uid=uid)
        return view(request, draft, **more)

    guarded: Any = members.signed_in(require_http_methods(["GET", "HEAD", "POST"])(opened))
    return cast("Callable[..., HttpResponse]", guarded)


class StartForm(ui.Form):
    who = django_forms.ChoiceField(label="谁来申请", widget=django_forms.RadioSelect)


@members.real_named
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Any, uid: UUID) -> HttpResponse:
    """谁来申请: the member himself, or an enterprise that he acts for."""
    guide = guide_by_uid(uid)
    if guide.withdrawn:
        raise Conflict("这个事项已经下架，不能再申请。", code="hall.item-withdrawn")
    agencies = {str(agency.enterprise_id): agency.enterprise for agency in members.agencies_of(request.member)}
    form = StartForm(request.POST or None, initial={"who": str(request.enterprise.pk) if request.enterprise else ""})
    form.fields["who"].choices = _who(request.member, agencies, guide)  # type: ignore[attr-defined]
    given: dict[str, Any] = {"member": request.member, "guide": guide, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid():
        enterprise = agencies.get(form.cleaned_data["who"])
        if form.carry_out(drafts.begin, enterprise=enterprise, **given):
            return redirect("apply:resume", uid=form.result.uid)
    context = {"form": form, "guide": guide, "content": content_of(guide)}
    return render(request, "hall/apply_start.html", context, status=422 if form.errors else 200)


def _who(member: members.Member, agencies: dict[str, members.Enterprise], guide: Guide) -> list[tuple[str, str]]:
    """Those for whom the item is."""
    for_whom = content_of(guide).audience
    people = [("me", f"我本人（{member.name}）")] if audience_of("") in for_whom else []
    return people + [(key, e.name) for key, e in agencies.items() if audience_of(e.sort) in for_whom]


@members.signed_in
def resume(request: Any, uid: UUID) -> HttpResponse:
    """Where the applicant stopped; what was submitted meanwhile leads to its receipt."""
    draft = own.draft_of(request.member, uid)
    if draft is None:
        return redirect("mine:receipt", uid=own.submission_of(request.member, uid).uid)
    if _is_changed(draft):
        return redirect("apply:changed", uid=uid)
    return redirect(way_of(draft).next_url(draft.reached))


@of_draft
def page(request: Any, draft: Draft, page: int) -> HttpResponse:
    """One question group."""
    way = way_of(draft)
    if page >= len(way.definition.sections):
        raise NotFound()
    form = forms.DefinedForm(
        request.POST or None, definition=way.definition.page(page), step=forms.PAGE, current=draft.data
    )
    given: dict[str, Any] = {"draft": draft, "page": page, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(drafts.save_page, data=form.values(), **given):
        return _onwards(request, way.url(page + 1))
    context = {
        "form": form,
        "draft": draft,
        "guide": draft.guide,
        "way": way.at(page),
        "section": way.definition.sections[page],
    }
    return render(request, "hall/apply_page.html", context, status=422 if form.errors else 200)


@of_draft
def materials(request: Any, draft: Draft) -> HttpResponse:
    """材料: each with its explanation; several may be sent at once. What is missing is told before one goes on."""
    way, there = way_of(draft), own.draft_files(draft)
    wanted = to_upload(content_of(draft.guide), way.definition.name)
    form = UploadForm(request.POST or None, request.FILES or None, materials=wanted)
    if request.method == "POST" and form.is_valid():
        for key, received, verdict in taken_in(request, form):
            drafts.put_file(draft=draft, key=key, received=received, verdict=verdict, actor=request.actor, at=now())
        there = own.draft_files(draft)
        if not form.errors and ("leave" in request.POST or _complete(form, draft, way, there)):
            return _onwards(request, way.url(way.materials + 1))
    context = {
        "form": form, "draft": draft, "guide": draft.guide, "way": way.at(way.materials), "limits": MATERIAL_LIMITS,
        "rows": [(material, form[f"file_{material.key}"], there.get(material.key)) for material in wanted],
        "verdicts": VERDICTS, "own": own.own_materials(request.member), "licenses": own.sound_licenses(request.member, localdate(now())),
    }  # fmt: skip
    return render(request, "hall/apply_materials.html", context, status=422 if form.errors else 200)


def _complete(form: UploadForm, draft: Draft, way: Way, there: dict[str, DraftFile]) -> bool:
    """Whether one may go on: no picture waits for a second look, and what is missing stands at its box."""
    if any(row.verdict and not row.accepted for row in there.values()):
        return False
    for name, message in missing(content_of(draft.guide), way.definition.name, there).items():
        form.add_error(name, message)
    return not form.errors


@members.signed_in
@require_POST
def remove(request: Any, uid: UUID, key: str) -> HttpResponse:
    drafts.remove_file(file=_file(request, uid, key), actor=request.actor, at=now())
    return redirect("apply:materials", uid=uid)


@members.signed_in
@require_POST
def accept(request: Any, uid: UUID, key: str) -> HttpResponse:
    """就用这张."""
    drafts.accept_file(file=_file(request, uid, key), actor=request.actor, at=now())
    return redirect("apply:materials", uid=uid)


@members.signed_in
@require_POST
def reuse(request: Any, uid: UUID, key: str) -> HttpResponse:
    """我的材料 and 我的证照: one that was handed in before, or a licence that was issued (chosen by its check code)."""
    draft, chosen = own.draft_of(request.member, uid), request.POST.get("file", "")
    license = own.license_of(request.member, chosen)
    source = next((row for row in own.own_materials(request.member) if str(row.pk) == chosen), None)
    if draft is None or (source is None and license is None):
        raise NotFound("没有这份材料，请刷新后再试。")
    given: dict[str, Any] = {"draft": draft, "key": key, "actor": request.actor, "at": now()}
    if license is not None:
        drafts.use_license(license=license, **given)
    else:
        drafts.reuse_file(source=source, **given)
    return redirect("apply:materials", uid=uid)


def _file(request: Any, uid: UUID, key: str) -> DraftFile:
    draft = own.draft_of(request.member, uid)
    found = own.draft_files(draft).get(key) if draft else None
    if found is None:
        raise NotFound("这份材料已经删除。")
    return found


@members.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: Any, uid: UUID) -> HttpResponse:
    """What changed about the item since the draft was begun; then on under the new version."""
    draft = own.draft_of(request.member, uid)
    if draft is None:
        return redirect("apply:resume", uid=uid)
    if request.method == "POST" and not draft.guide.withdrawn:
        drafts.adopt(draft=draft, actor=request.actor, at=now())
        return redirect("apply:resume", uid=uid)
    context = {
        "draft": draft,
        "guide": draft.guide,
        "item": item_of(draft.guide),
        "changes": changes(draft, item_of(draft.guide)),
    }
    return render(request, "hall/apply_changed.html", context)


@of_draft
def check(request: Any, draft: Draft) -> HttpResponse:
    """核对: all answers with a way back to each group, the consents, and the one button that submits."""
    form = ConsentForm(request.POST or None)
    given: dict[str, Any] = {"draft": draft, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(submit, consents=form.agreed(), **given):
        return redirect("mine:receipt", uid=form.result.uid)
    return _check_page(request, draft, form)


def _check_page(request: Any, draft: Draft, form: "ConsentForm") -> HttpResponse:
    way = way_of(draft)
    who = members.applicant_of(draft.member, draft.enterprise)
    context = {
        "form": form, "draft": draft, "guide": draft.guide, "way": way.at(way.last), "who": who,
        "groups": _answers(way, draft), "files": own.draft_files(draft).values(), "content": content_of(draft.guide),
        "names": {material.key: material.name for material in content_of(draft.guide).materials},
        "faults": _faults(way, draft),
    }  # fmt: skip
    return render(request, "hall/apply_check.html", context, status=422 if form.errors else 200)


def _answers(way: Way, draft: Draft) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(title, address, [(label, answer)]) of each group; what does not apply is left out."""
    shown = forms.shown_fields(way.definition, draft.data)
    return [
        (
            section.title,
            way.url(no),
            [(f.label, forms.words(f, draft.data.get(f.name))) for f in section.fields if f.name in shown],
        )
        for no, section in enumerate(way.definition.sections)
    ]


def _faults(way: Way, draft: Draft) -> list[tuple[str, str]]:
    """What is still to be put right, with the page where: (message, address)."""
    places = {f.name: way.url(no) for no, section in enumerate(way.definition.sections) for f in section.fields}
    found = [
        (m, way.url(way.materials))
        for m in missing(content_of(draft.guide), way.definition.name, own.draft_files(draft)).values()
    ]
    try:
        forms.validate(way.definition, draft.data)
    except Invalid as error:
        found += [(message, places.get(name, way.url(0))) for name, message in error.fields.items()]
    return found


class ConsentForm(ui.Form):
    """The consents, each its own box, none ticked beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for consent in CONSENTS:
            field = django_forms.BooleanField(label=consent.text, required=consent.needed)
            field.error_messages["required"] = "请先勾选这一条，再提交。"
            self.fields[consent.key] = field

    def agreed(self) -> tuple[str, ...]:
        return tuple(consent.key for consent in CONSENTS if self.cleaned_data[consent.key])


@members.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Any, uid: UUID) -> HttpResponse:
    """删除草稿, after a question."""
    draft = own.draft_of(request.member, uid)
    if draft is None:
        return redirect("mine:home")
    if request.method == "POST":
        drafts.discard(draft=draft, actor=request.actor, at=now())
        messages.success(request, "已删除草稿。")
        return redirect("mine:home")
    return render(request, "hall/apply_discard.html", {"draft": draft, "guide": draft.guide})


def _is_changed(draft: Draft) -> bool:
    item = draft.guide.data
    return draft.guide.withdrawn or (draft.version, draft.form_no) != (item["version"], item["form_no"])


def _onwards(request: Any, url: str) -> HttpResponse:
    """To the next page, or out: 保存退出."""
    if "leave" not in request.POST:
        return redirect(url)
    messages.success(request, "已保存，可以随时从“我的”接着填。")
    return redirect("mine:home")
