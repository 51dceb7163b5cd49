"""Documents are found by whoever may see them, from the moment they are saved, by any word of theirs."""

import pytest

from tongban.business.documents.models import Document
from tongban.business.documents.operations.draft import fields_of, save
from tongban.business.documents.rules.drafting import Content
from tongban.business.documents.testing import County, make_draft, registered, step, to_issued
from tongban.foundation.search import api as search
from tongban.kernel.errors import Refused
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


def kinds_found(county: County, part: str, word: str) -> list[str]:
    return [found.kind for found in search.find(word, viewer=county.actor(part), at=MONDAY, limit=5)]


def test_a_draft_is_found_by_a_word_of_its_body_at_once(county):
    make_draft(county, title="关于防汛工作的通知", body="各水库加强巡查。")
    assert kinds_found(county, "drafter", "水库") == ["document"]


def test_after_a_change_the_old_words_are_gone(county):
    made = make_draft(county, title="关于防汛工作的通知", body="各水库加强巡查。")
    content = Content(fields=fields_of(made), body="各泵站加强巡查。", receivers={})
    save(document=made, content=content, base=made.version, actor=county.actor("drafter"), at=MONDAY)
    assert (kinds_found(county, "drafter", "水库"), kinds_found(county, "drafter", "泵站")) == ([], ["document"])


def test_who_has_the_step_finds_it_and_who_had_it_still_does(county):
    made = make_draft(county)
    word = made.title[2:6]
    assert kinds_found(county, "head", word) == []
    step(county, made, "drafter")
    assert kinds_found(county, "head", word) == ["document"]


def test_a_sent_document_is_found_by_its_number_where_it_arrived(county):
    made = to_issued(county)
    assert "copy" in kinds_found(county, "城关镇收发员", made.number_text)


def test_what_was_registered_is_found_by_its_own_number(county):
    incoming = registered(county, to_issued(county))
    assert "incoming" in kinds_found(county, "城关镇收发员", incoming.number_text)


def test_a_secret_that_was_refused_is_in_no_index(county):
    with pytest.raises(Refused):
        make_draft(county, title="关于玄武湖的通知", body="绝密★10年")
    assert not Document.objects.filter(title__contains="玄武湖").exists()
    assert kinds_found(county, "drafter", "玄武") == []
