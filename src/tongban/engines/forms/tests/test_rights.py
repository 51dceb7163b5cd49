"""Each right of a field in a step holds on the server: what is posted against it changes nothing, whatever the kind of field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tongban.engines.forms.contracts import Right
from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.rules import read_definition
from tongban.engines.forms.testing import sample
from tongban.engines.forms.tests.test_drawing import CHOICES, page

STORED = {
    "name": "苏明远", "reason": "探亲访友", "sort": "年休假", "half": "", "tasks": ["公文"], "abroad": True, "since": "2026-11-18",
    "days": 3, "cost": 200_000, "phone": "13800000000", "identity": "11010519491231002X", "hotel": "11100000000013127D",
    "unit": 1, "told": [1], "deputy": 7, "witnesses": [7], "proof": "uid-proof", "plan": "<p>看望父母</p>",
    "items": [{"what": "车票", "price": 5000, "count": 2, "sum": 10000}], "total": 10000, "back": "2026-11-21", "place": "421202",
    "grade": "1", "about": ["document:1"], "papers": ["uid-1"], "sign": "typed:苏明远", "base": 4,
}  # fmt: skip
HOSTILE = {
    "name": "别人", "reason": "<script>alert(1)</script>", "sort": "病假", "half": "am", "tasks": "值班", "abroad": "",
    "since": "2020-01-01", "days": "1", "cost": "0.01", "phone": "13900000000", "identity": "", "hotel": "", "unit": "3",
    "told": "3", "deputy": "999", "witnesses": "999", "plan-html": "<img src=x onerror=x()>", "items-0": "1",
    "items-0-what": "别的", "items-0-price": "9999", "items-0-sum": "1", "total": "1", "back": "1999-01-01", "place": "0",
    "grade": "9", "about": "document:99", "papers-drop": "uid-1", "papers": "uid-of-others", "sign": "别人", "base": "99",
    "proof": "uid-of-others", "unknown": "x", "steps": "write",
}  # fmt: skip


def posted(right, **more):
    definition = sample()
    definition["layout"]["steps"]["now"] = {"*": right}
    data = QueryDict("", mutable=True)
    data.update({**HOSTILE, **more})
    files = MultiValueDict(
        {"papers": [SimpleUploadedFile("x.pdf", b"x")], "proof": [SimpleUploadedFile("y.pdf", b"y")]}
    )
    return DefinedForm(data, files, definition=read_definition(definition), step="now", current=STORED, choices=CHOICES)


@pytest.mark.parametrize("right", [Right.HIDDEN, Right.READ])
def test_what_is_hidden_or_only_read_cannot_be_changed_by_any_post(right):
    form = posted(right)
    assert form.is_valid(), form.errors
    assert form.values() == STORED
    assert form.uploads == {}


def test_what_is_hidden_is_neither_asked_nor_said():
    text = page(posted(Right.HIDDEN))
    for secret in ("苏明远", "11010519491231002X", "探亲", "2,000.00", "车票"):
        assert secret not in text


def test_what_is_only_read_is_said_and_not_asked():
    text = page(posted(Right.READ))
    assert "探亲访友" in text
    assert not any(f'name="{name}' in text for name in STORED)


def test_what_may_be_written_is_judged_by_kind_and_choices_and_never_computed_by_the_sender():
    form = posted(Right.WRITE)
    assert {"deputy", "witnesses", "about"} <= set(form.errors)
    good = {"deputy": "7", "witnesses": "7", "abroad": "on", "identity": STORED["identity"], "phone": STORED["phone"]}
    good |= {
        "items-0-count": "2",
        "cost": "5000",
        "hotel": STORED["hotel"],
        "place": "421202",
        "grade": "1",
        "about": "document:1",
    }
    form = posted(Right.WRITE, **good)
    assert form.is_valid(), form.errors
    values = form.values()
    assert (values["items"][0]["sum"], values["total"], values["back"]) == (1_999_800, 1_999_800, "2020-01-02")
    assert (values["plan"], values["proof"] != "uid-of-others", "uid-of-others" in values["papers"]) == (
        "",
        True,
        False,
    )
    assert "unknown" not in values


@pytest.mark.parametrize(
    "name", ["name", "reason", "days", "cost", "deputy", "items", "plan", "sign", "papers", "tasks", "abroad"]
)
def test_what_a_step_requires_cannot_be_left_empty(name):
    definition = sample()
    definition["layout"]["steps"]["now"] = {"*": "read", name: "required"}
    sent = QueryDict("papers-drop=uid-1&items-0=1&request_key=")
    form = DefinedForm(
        sent, MultiValueDict(), definition=read_definition(definition), step="now", current=STORED, choices=CHOICES
    )
    assert set(form.errors) == {name}
