"""The moves over the 发文 process as it is shipped: countersigning, returns out of it and into it, legal steps."""

from types import SimpleNamespace

import pytest

from tongban.business.documents.testing import make_draft, small_county, step
from tongban.engines.flow import operations, queries
from tongban.engines.flow.models import Work
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = small_county()
    document = make_draft(county)
    step(county, document, "drafter")
    return SimpleNamespace(
        all=county, document=document, subject=document.reference, bureaus=county.bureaus, people=county.people
    )


def go(county, *parts, **choices):
    """Let these people finish their steps, one after another."""
    for part in parts:
        step(county.all, county.document, part, **({"choices": choices[part]} if part in choices else {}))


def to_countersign(county):
    go(county, "head", head={"countersign_units": [str(u.pk) for u in county.bureaus]})


def to_sign(county):
    go(county, "head", "vetter", vetter={"signer": str(county.people["leader"].pk)})


def standing(county):
    return sorted(w.element for w in queries.open_works(county.subject))


def back(county, part, element, **given):
    work = queries.open_work(county.subject, element)
    return operations.send_back(work=work, reason="请补充。", actor=county.all.actor(part), at=MONDAY, **given)


def test_without_countersigning_it_goes_straight_to_vetting(county):
    go(county, "head")
    assert standing(county) == ["vet"]


def test_both_bureaus_countersign_at_once_and_the_last_one_opens_vetting(county):
    to_countersign(county)
    assert standing(county) == ["cs_receive", "cs_receive"]
    go(county, "县财政局收发员", "县财政局局长", "县发展和改革局收发员")
    assert standing(county) == ["cs_sign"]
    go(county, "县发展和改革局局长")
    assert standing(county) == ["vet"]


def test_a_bureau_that_returns_to_the_drafter_takes_the_others_along(county):
    to_countersign(county)
    go(county, "县财政局收发员")
    back(county, "县财政局局长", "cs_sign", to="draft")
    assert standing(county) == ["draft"]
    assert Work.objects.filter(element="cs_receive", state="cancelled").count() == 1


def test_a_bureau_returns_inside_itself_and_the_other_is_not_touched(county):
    to_countersign(county)
    go(county, "县财政局收发员", "县发展和改革局收发员")
    back(county, "县财政局局长", "cs_sign")
    assert standing(county) == ["cs_receive", "cs_sign"]


def test_after_countersigning_the_vetter_returns_to_all_of_it_or_before_it(county):
    to_countersign(county)
    go(county, "县财政局收发员", "县财政局局长", "县发展和改革局收发员", "县发展和改革局局长")
    targets = [name for name, _ in queries.return_targets(queries.open_work(county.subject, "vet"))]
    assert targets == ["draft", "review", "countersign"]
    back(county, "vetter", "vet", to="countersign")
    assert standing(county) == ["cs_receive", "cs_receive"]


def test_a_returned_text_comes_straight_back_to_who_asked(county):
    go(county, "head")
    back(county, "vetter", "vet", to="draft", direct=True)
    go(county, "drafter")
    assert standing(county) == ["vet"]


@pytest.mark.feature("F-WF-12")
def test_a_changed_text_never_goes_past_a_legal_step(county):
    to_sign(county)
    with pytest.raises(Conflict, match="越过法定环节"):
        back(county, "leader", "sign", to="draft", direct=True)
    back(county, "leader", "sign", to="draft")
    go(county, "drafter", "head")
    assert standing(county) == ["vet"]


@pytest.mark.feature("F-WF-12")
def test_legal_steps_have_no_way_around_them(county):
    to_sign(county)
    go(county, "leader")
    targets = {name for name, _ in queries.return_targets(queries.open_work(county.subject, "recheck"), direct=True)}
    assert targets == set()


def test_nobody_signs_who_is_no_leader_of_the_organ(county):
    go(county, "head")
    with pytest.raises(Exception, match="签发人的选项不对"):
        go(county, "vetter", vetter={"signer": str(county.people["drafter"].pk)})
