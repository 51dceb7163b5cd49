"""Documents by the hundred: exactly as many as asked for, each once, whatever interrupts."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from tongban.business.documents.api import Copy, Document, Incoming
from tongban.demo import loading
from tongban.demo.loading import Asked
from tongban.demo.play import Player
from tongban.engines.flow import api as flow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
COUNT = 9


@dataclass(slots=True)
class Shown:
    """What the bar was told."""

    lines: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, total: int) -> None:
        self.lines.append((done, total))


@pytest.fixture
def batch(at) -> Asked:
    return loading.asked("more", documents=COUNT, cases=0, seed=1, at=at)


def everything() -> list[tuple]:
    """What people see of all documents: their words, numbers, states and who did what when."""
    sent = Document.objects.order_by("pk").values_list("title", "state", "number_text", "drafter_name", "signed_at")
    copies = Copy.objects.order_by("pk").values_list("unit_name", "state", "signed_at", "document__number_text")
    got = Incoming.objects.order_by("pk").values_list("title", "state", "number_text", "registered_at")
    return [*sent, *copies, *got]


def total() -> int:
    return Document.objects.count() + Incoming.objects.count()


def test_as_many_documents_come_as_were_asked_for_and_the_bar_reaches_its_end(batch):
    before, show = total(), Shown()
    assert loading.build(batch, show=show)
    assert total() == before + COUNT
    assert show.lines[0] == (0, COUNT)
    assert show.lines[-1] == (COUNT, COUNT)


def test_asked_for_again_nothing_is_made(batch):
    loading.build(batch, show=Shown())
    made, show = everything(), Shown()
    assert loading.build(batch, show=show)
    assert everything() == made
    assert show.lines == [(COUNT, COUNT)]


def test_in_pieces_it_becomes_the_same_as_at_one_go(batch):
    with transaction.atomic():
        assert loading.build(batch, show=Shown())
        at_one_go = everything()
        transaction.set_rollback(True)
    while not loading.build(batch, show=Shown(), enough=after_one_more()):
        pass
    assert everything() == at_one_go


def after_one_more() -> Callable[[], bool]:
    asked = itertools.count()
    return lambda: next(asked) >= 1


def test_a_document_that_was_interrupted_goes_on_from_where_it_stands(batch, monkeypatch):
    before, steps = total(), iter(range(1000))
    whole = Player._one_step

    def interrupted(self, *args, **kwargs):
        if next(steps) == 5:
            raise KeyboardInterrupt
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(Player, "_one_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        loading.build(batch, show=Shown())
    half = Document.objects.latest("pk")
    assert half.state in {"draft", "review", "signed"}
    monkeypatch.undo()
    assert loading.build(batch, show=Shown())
    assert total() == before + COUNT
    half.refresh_from_db()
    assert half.number_text or flow.open_works(half.reference)
