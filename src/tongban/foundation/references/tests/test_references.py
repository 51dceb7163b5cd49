"""References are shown to those who may see their things, and to nobody else."""

from collections.abc import Collection
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType

from tongban.foundation.references import queries
from tongban.foundation.references.api import (
    HIDDEN_TITLE,
    Action,
    Hidden,
    Kind,
    Pointing,
    dangling,
    everyone,
    require_visible,
    resolve,
)
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

WANG = Actor(person_id=7, name="王敏")
LI = Actor(person_id=8, name="李军")


class Shelf:
    """Things 1 to 5 of one kind, of which only Wang may see the even ones. Counts the look-ups."""

    def __init__(self) -> None:
        self.lookups = 0

    def load(self, ids: Collection[int]) -> dict[int, SimpleNamespace]:
        self.lookups += 1
        return {i: SimpleNamespace(id=i, title=f"通知{i}") for i in ids if 1 <= i <= 5}

    def visible(self, viewer: Actor, ids: Collection[int]) -> list[int]:
        self.lookups += 1
        return [i for i in ids if viewer.person_id == 7 and i % 2 == 0]


@pytest.fixture
def shelf(monkeypatch) -> Shelf:
    made = Shelf()
    kinds: Registry[Kind] = Registry("kind of thing")
    kinds.register(
        "paper",
        Kind(
            label="文件",
            load=made.load,
            title=lambda thing: thing.title,
            url=lambda thing: f"/papers/{thing.id}",
            visible=made.visible,
            actions=lambda thing, viewer: [Action("签收", f"/papers/{thing.id}/sign")],
        ),
    )
    monkeypatch.setattr(queries, "kinds", kinds)
    return made


def test_a_visible_thing_has_title_link_kind_and_actions(shelf):
    (seen,) = resolve([Reference("paper", 2)], viewer=WANG).values()
    assert (seen.title, seen.url, seen.kind_label, seen.there) == ("通知2", "/papers/2", "文件", True)
    assert seen.actions == (Action("签收", "/papers/2/sign"),)


@pytest.mark.parametrize(
    ("reference", "viewer"),
    [(Reference("paper", 2), LI), (Reference("paper", 88), WANG), (Reference("ghost", 1), WANG)],
    ids=["another's", "gone", "unknown kind"],
)
def test_what_is_not_for_the_viewer_looks_like_what_is_gone(shelf, reference, viewer):
    (seen,) = resolve([reference], viewer=viewer).values()
    assert (seen.title, seen.url, seen.kind_label, seen.actions) == (HIDDEN_TITLE, "", "", ())
    with pytest.raises(Hidden) as refused:
        require_visible(reference, viewer=viewer)
    assert (refused.value.status, refused.value.audited) == (404, True)


def test_a_long_list_costs_two_lookups_per_kind(shelf):
    seen = resolve([Reference("paper", i) for i in range(500)], viewer=WANG)
    assert len(seen) == 500
    assert shelf.lookups == 2


def test_the_system_sees_everything_that_exists(shelf):
    assert resolve([Reference("paper", 3)], viewer=system_actor())[Reference("paper", 3)].there


def test_everyone_is_for_kinds_without_secrets():
    assert everyone(LI, [1, 2]) == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [2, 1000])
def test_references_to_nothing_are_found(monkeypatch, chunk):
    """Content types stand in for a table that points: `app_label` holds the kind and `model` the id."""
    ContentType.objects.all().delete()
    rows = [("paper", "1"), ("paper", "4"), ("paper", "5"), ("paper", "9"), ("ghost", "1"), ("", "77")]
    ContentType.objects.bulk_create(ContentType(app_label=kind, model=number) for kind, number in rows)
    kinds: Registry[Kind] = Registry("kind of thing")
    kinds.register("paper", Kind("文件", lambda ids: {i: i for i in ids if int(i) <= 5}, str, str, everyone))
    tables: Registry[Pointing] = Registry("table that points")
    tables.register("papers", Pointing("contenttypes.ContentType", kind_field="app_label", id_field="model"))
    monkeypatch.setattr(queries, "kinds", kinds)
    monkeypatch.setattr(queries, "tables", tables)
    monkeypatch.setattr(queries, "CHUNK", chunk)
    assert [(d.table, str(d.reference)) for d in dangling()] == [("papers", "ghost:1"), ("papers", "paper:9")]
