"""What is found, on both databases: any word, the newest first, only what the viewer may see, at a constant cost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.foundation.references.api import kinds
from tongban.foundation.references.testing import KIND, paper
from tongban.foundation.search import queries
from tongban.foundation.search.contracts import Source, Text
from tongban.foundation.search.models import Entry
from tongban.foundation.search.operations import forget, put
from tongban.foundation.search.registries import sources
from tongban.foundation.search.reindexing import reindex
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
NOTICE = "关于优化营商环境的通知"


@pytest.fixture
def viewer(db):
    return actor_of(make_person("林晓岚", unit=make_unit("县政府办公室")), at=MONDAY)


@pytest.fixture
def source(monkeypatch):
    """Papers of a kind that only this test knows; everybody sees the even ones, and everybody sees many."""
    paper(1)
    monkeypatch.setitem(kinds._members, KIND, _seen_by_all(kinds[KIND]))
    stored: dict[int, Text] = {}
    made = Source(
        "测试文件", 1, lambda ids: [stored[i] for i in ids if i in stored], lambda: sorted(stored), lambda *_: None
    )
    monkeypatch.setitem(sources._members, KIND, made)
    return stored


def _seen_by_all(kind):
    return replace(kind, visible=lambda viewer, ids: [i for i in ids if i % 2 == 0])


def keep(*texts, start=2, step=2):
    made = [Text(paper(start + n * step), title, body) for n, (title, body) in enumerate(texts)]
    within(put, texts=made)
    return made


def titles(query, viewer, *, limit=20, **asked):
    found = queries.find_kind(KIND, query, viewer=viewer, at=MONDAY, limit=limit, **asked)
    return ["".join(piece for piece, _ in hit.title) for hit in found.hits]


@pytest.mark.parametrize("word", ["营商", "营商环境", "环境", "通知", "优化营商环境的通知", "境", "关"])
def test_any_word_is_found_whatever_its_length(source, viewer, word):
    keep((NOTICE, ""), ("会议纪要", ""))
    assert titles(word, viewer) == [NOTICE]


@pytest.mark.parametrize("word", ["营环", "商境", "境营", "营商的"])
def test_characters_that_do_not_stand_together_are_no_word(source, viewer, word):
    keep((NOTICE, "环境好，营商的人多"[:3]))
    assert titles(word, viewer) == []


def test_words_that_cross_a_sign_are_no_word(source, viewer):
    keep(("甲", "改善环境，营商便利"))
    assert (titles("境营", viewer), titles("环境 营商", viewer)) == ([], ["甲"])


def test_all_words_of_a_query_must_be_there(source, viewer):
    keep((NOTICE, "临江县"), ("关于环境保护的通知", ""))
    assert titles("环境 临江", viewer) == [NOTICE]


@pytest.mark.parametrize("word", ["〔2026〕12号", "2026 12", "202", "临政发2026", "GB", "ｇｂ"])
def test_numbers_and_letters_are_found_by_their_beginning_in_either_width(source, viewer, word):
    keep((NOTICE, "临政发〔2026〕12号 GB/T9704"))
    assert titles(word, viewer) == [NOTICE]


@pytest.mark.parametrize("word", ["䶮", "𫖮", "陈䶮"])
def test_rare_characters_are_found(source, viewer, word):
    keep((NOTICE, "经办人陈䶮、𫖮"))
    assert titles(word, viewer) == [NOTICE]


@pytest.mark.parametrize("typed", ["' OR 1=1 --", '"', "*", "營業:*", "a&b|!c", "\\", "%"])
def test_what_is_typed_is_text_and_never_a_command(source, viewer, typed):
    keep((NOTICE, ""))
    assert titles(typed, viewer) == []


def test_the_newest_come_first_and_pages_go_on_after_the_last(source, viewer):
    keep(*((f"通知{n}", "") for n in range(5)))
    first = queries.find_kind(KIND, "通知", viewer=viewer, at=MONDAY, limit=2)
    assert titles("通知", viewer, limit=2) == ["通知4", "通知3"]
    assert first.more
    assert titles("通知", viewer, limit=9, before=first.last) == ["通知2", "通知1", "通知0"]


def test_what_the_viewer_may_not_see_is_not_found(source, viewer):
    keep(("给别人的通知", ""), start=3)
    assert titles("通知", viewer) == []


def test_a_viewer_of_few_things_is_searched_from_these(source, viewer, monkeypatch):
    keep(("通知甲", ""), ("通知乙", ""))
    monkeypatch.setitem(sources._members, KIND, _few(sources[KIND], [2]))
    monkeypatch.setattr(queries, "FIRST", 1)
    assert titles("通知", viewer) == ["通知甲"]


def _few(source, ids):
    return replace(source, few=lambda *_: ids)


def test_of_a_frequent_word_those_far_down_are_found_too(source, viewer):
    keep(("通知最早", ""))
    keep(*((f"通知{n}", "") for n in range(300)), start=1001)
    assert titles("通知", viewer) == ["通知最早"]


def test_a_changed_text_is_found_by_its_new_words_only(source, viewer):
    keep((NOTICE, "旧词"))
    keep((NOTICE, "新语"))
    assert (titles("旧词", viewer), titles("新语", viewer)) == ([], [NOTICE])


def test_what_is_forgotten_leaves_no_word(source, viewer):
    keep((NOTICE, ""))
    within(forget, subjects=[paper(2)])
    assert titles("营商", viewer) == []
    assert not Entry.objects.exists()


def test_the_index_can_be_made_anew(source, viewer):
    source.update({2: Text(paper(2), NOTICE), 4: Text(paper(4), "会议纪要")})
    keep(("早已删除的通知", ""), start=8)
    assert list(reindex()) == [(KIND, 2)]
    assert (titles("通知", viewer), titles("纪要", viewer)) == ([NOTICE], ["会议纪要"])


def test_a_page_costs_the_same_whatever_is_stored(source, viewer):
    keep(*((f"通知{n}", "") for n in range(3)))
    with CaptureQueriesContext(connection) as few:
        titles("通知", viewer)
    keep(*((f"通知{n}", "") for n in range(60)), start=100)
    with CaptureQueriesContext(connection) as many:
        titles("通知", viewer)
    assert len(few) == len(many) <= 4


def test_people_are_found_by_name_pinyin_and_initials(viewer):
    for query in ("晓岚", "linxiaolan", "lxl"):
        (found,) = [f for f in queries.find(query, viewer=viewer, at=MONDAY, limit=5) if f.kind == "person"]
        assert found.hits[0].note.startswith("县政府办公室")
