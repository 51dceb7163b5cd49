"""Cases, items and licences are found by whoever may see them, by their words and never by a personal number."""

import pytest

from tongban.business.casework.testing import APPLICANT, decided, make_bureau, submitted
from tongban.business.catalog.operations import withdraw
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.foundation.search import api as search
from tongban.foundation.search.reindexing import reindex
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(db):
    return make_bureau()


def found(viewer, word: str) -> dict[str, list[str]]:
    groups = search.find(word, viewer=viewer, at=MONDAY, limit=5)
    return {one.kind: ["".join(text for text, _ in hit.title) for hit in one.hits] for one in groups}


@pytest.mark.parametrize("word", ["老街", "食品经营", "市场监督", "{number}"])
def test_a_case_is_found_by_applicant_item_unit_and_number(bureau, word):
    case = submitted(bureau)
    assert found(bureau.actor("clerk"), word.format(number=case.number_text))["case"] == [case.title]


@pytest.mark.parametrize("word", [APPLICANT.code, APPLICANT.phone])
def test_a_case_is_not_found_by_a_code_or_telephone(bureau, word):
    submitted(bureau)
    assert "case" not in found(bureau.actor("clerk"), word)


def test_a_case_of_another_organ_is_not_found(bureau):
    submitted(bureau)
    stranger = actor_of(make_person("林间路", unit=make_unit("临江县水利局")), at=MONDAY)
    assert "case" not in found(stranger, "老街")


def test_an_item_is_found_by_everybody_until_it_is_withdrawn(bureau):
    stranger = actor_of(make_person("林间路", unit=make_unit("临江县水利局")), at=MONDAY)
    name = bureau.version.name
    assert found(stranger, name[:4])["item_version"] == [name]
    reviewer = bureau.people["leader"]
    allow(reviewer, "catalog.publish", over=bureau.unit)
    withdraw(version=bureau.version, reason="国务院取消", actor=bureau.actor("leader"), at=MONDAY)
    assert "item_version" not in found(stranger, name[:4])


def test_a_licence_is_found_by_its_holder_and_number(bureau):
    case = decided(bureau)
    allow(bureau.people["clerk"], "licenses.see_unit", over=bureau.unit)
    for word in ("老街", "JY2026"):
        assert "license" in found(bureau.actor("clerk"), word)
    assert "license" not in found(bureau.actor("clerk"), case.applicant_code)


def test_the_index_made_anew_finds_the_same(bureau):
    case = decided(bureau)
    before = found(bureau.actor("clerk"), "老街")
    list(reindex())
    assert found(bureau.actor("clerk"), "老街") == before
    assert before["case"] == [case.title]
