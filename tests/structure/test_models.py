"""Tables point downward only, and hold no words of the screen."""

import pytest
from django.apps import apps
from django.db import models

from tests.structure.source import ranks

RANKS = ranks()
READ_FROM_BELOW = {"organization.Person.account"}  # the person of who logs in, asked in each request
INHERITED = {"password", "last_login"}  # of Django's account
OURS = [model for model in apps.get_models() if model.__module__.startswith("tongban.")]
KEYS = [
    field
    for model in OURS
    for field in model._meta.local_fields + model._meta.local_many_to_many
    if isinstance(field, models.ForeignKey | models.ManyToManyField)
]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_foreign_key_points_down(key: models.ForeignKey) -> None:
    here, there = key.model._meta.app_label, key.related_model._meta.app_label
    if here == there or there not in RANKS:
        return
    assert RANKS[there] < RANKS[here], f"{here} may not point at {there}: it stands above or beside"
    assert key.remote_field.related_name == "+" or str(key) in READ_FROM_BELOW


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_labels_live_with_the_screens(model: type[models.Model]) -> None:
    fields = [f for f in model._meta.local_fields if f.name not in INHERITED]
    assert [f.name for f in fields if f.choices] == []
    assert [f.name for f in fields if str(f.verbose_name) != f.name.replace("_", " ")] == []
