"""Keys for programs: made by the owner, shown once, and gone with whatever closes the account."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tongban.foundation.audit.models import Entry
from tongban.foundation.identity.models import Token
from tongban.foundation.identity.operations import bind_addresses, create_token, disable, revoke_token
from tongban.foundation.identity.queries import account_of_token
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
IP = "10.1.2.3"


@pytest.fixture
def person():
    found = make_person("林晓岚", unit=make_unit("县政府办公室"))
    found.account.must_change_password, found.account.password_changed_at = False, MONDAY
    found.account.save()
    return found


def make(person, *, days=90, **given):
    return create_token(
        account=person.account, name="档案接口", days=days, actor=actor_of(person, at=MONDAY), at=MONDAY, **given
    )


def opens(text, *, ip=IP, at=MONDAY):
    return account_of_token(text, ip=ip, at=at)


def test_a_token_opens_its_account(person):
    assert opens(make(person).text) == person.account


def test_the_key_itself_is_in_no_table_and_in_no_entry(person):
    text = make(person, request_key="11111111").text
    kept = [str(vars(row)) for model in (Token, Entry) for row in model.objects.all()]
    assert kept
    assert not [row for row in kept if text in row]


def test_made_twice_with_one_request_key_it_is_one_token_and_shown_once(person):
    first, again = make(person, request_key="11111111"), make(person, request_key="11111111")
    assert (first.pk, again.text) == (again.pk, "")


@pytest.mark.parametrize("text", ["", "tb_", "tb_x" * 60, "Bearer", "tb_\x00"])
def test_another_text_opens_nothing(person, text):
    make(person)
    assert opens(text) is None


def test_a_revoked_token_opens_nothing(person):
    made = make(person)
    revoke_token(account=person.account, token=made.pk, actor=actor_of(person, at=MONDAY), at=MONDAY)
    assert opens(made.text) is None


def test_after_its_days_it_opens_nothing(person):
    made = make(person, days=2)
    assert opens(made.text, at=MONDAY + timedelta(days=1, hours=23))
    assert opens(made.text, at=MONDAY + timedelta(days=2)) is None


def test_it_ends_with_the_account(person):
    made = make(person)
    disable(account=person.account, reason="调出", actor=system_actor(), at=MONDAY)
    assert opens(made.text) is None


def test_it_is_locked_with_the_account(person):
    made = make(person)
    person.account.locked_until = MONDAY + timedelta(minutes=15)
    person.account.save()
    assert (opens(made.text), opens(made.text, at=MONDAY + timedelta(minutes=16))) == (None, person.account)


def test_it_waits_until_a_password_that_is_too_old_is_renewed(person):
    made = make(person, days=200)
    assert opens(made.text, at=MONDAY + timedelta(days=100)) is None


def test_it_opens_from_the_addresses_of_the_account_alone(person):
    made = make(person)
    bind_addresses(account=person.account, addresses="192.168.7.0/24", actor=system_actor(), at=MONDAY)
    assert (opens(made.text), opens(made.text, ip="192.168.7.9")) == (None, person.account)


@pytest.mark.parametrize(("days", "name", "field"), [(0, "接口", "days"), (367, "接口", "days"), (30, " ", "name")])
def test_a_token_has_a_purpose_and_an_end(person, days, name, field):
    with pytest.raises(Invalid) as refused:
        create_token(account=person.account, name=name, days=days, actor=actor_of(person, at=MONDAY), at=MONDAY)
    assert list(refused.value.fields) == [field]


def test_nobody_else_revokes_it(person, client):
    made = make(person)
    other = make_person("苏明远", unit=make_unit("县财政局"))
    sign_in(client, other)
    client.post(reverse("identity:revoke-token", args=[made.pk]))
    assert opens(made.text)


def test_the_page_shows_a_new_key_once(person, client):
    sign_in(client, person)
    shown = client.post(reverse("identity:tokens"), {"name": "档案接口", "days": "30"}).content.decode()
    beginning = Token.objects.get().beginning
    assert shown.count(beginning) == 2  # the key, and its line in the list
    assert client.get(reverse("identity:tokens")).content.decode().count(beginning) == 1
