"""Processes are published once they are sound, and each running instance keeps its version."""

import pytest

from tongban.engines.flow import definitions, queries
from tongban.engines.flow.definitions import publish
from tongban.engines.flow.models import Definition, Instance
from tongban.engines.flow.testing import HEAD, begin, chain, done_by
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY, within

A, B = 'a tb:role="drafter"', 'b tb:role="drafter"'


def put(body, key="p"):
    return within(publish, key=key, source=HEAD.format(key=key, body=body).encode(), at=MONDAY)


@pytest.mark.django_db
def test_the_same_process_again_is_the_same_version_and_a_changed_one_the_next():
    first, again, second = put(chain(A)), put(chain(A)), put(chain(A, B))
    assert (first.version, again.pk, second.version) == (1, first.pk, 2)
    assert definitions.current("p") == second
    with pytest.raises(LookupError):
        definitions.current("q")


@pytest.mark.feature("F-WF-13")
def test_a_running_instance_keeps_its_version(office):
    subject = begin(chain(A, B), office.matter())
    put(chain(A))
    done_by(office.drafter, subject, "a")
    assert [w.element for w in queries.open_works(subject)] == ["b"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<startEvent id="start"/><userTask id="a"/>', "a"),
        (chain('a tb:role="drafter" tb:moves="fly"'), "fly"),
        (chain('a tb:role="drafter" tb:legal="true" tb:fallback="skip"'), "法定"),
        (chain(A).replace('<endEvent id="end"/>', '<complexGateway id="end"/>'), "end"),
    ],
)
def test_what_is_not_sound_is_not_published_and_the_reason_is_named(body, word):
    with pytest.raises(Invalid, match=word):
        put(body)
    assert not Definition.objects.exists()


@pytest.mark.django_db
def test_what_is_no_process_at_all_is_refused():
    for source in (b"", b"<x/>", b"not xml", b'<!DOCTYPE x [<!ENTITY e "x">]><definitions>&e;</definitions>'):
        with pytest.raises(Invalid):
            within(publish, key="p", source=source, at=MONDAY)


def test_the_source_is_read_once_a_process(office, django_assert_num_queries):
    begin(chain(A), office.matter())
    instance = Instance.objects.select_related("definition").defer("definition__source").get()
    definitions.compiled(instance.definition)
    with django_assert_num_queries(0):
        definitions.compiled(instance.definition)
