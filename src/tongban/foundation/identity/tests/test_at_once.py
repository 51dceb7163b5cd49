"""The lock counter under many attempts at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tongban.foundation.identity.models import Account
from tongban.foundation.identity.operations import record_failure, record_sign_in
from tongban.foundation.identity.testing import make_account
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

ATTEMPTS = 12


def fail(account_id):
    account = Account.objects.get(pk=account_id)
    try:
        record_failure(account=account, actor=Actor(account_id=account_id), at=now())
    finally:
        connections.close_all()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time; run with DATABASE_URL")
@pytest.mark.django_db(transaction=True)
def test_no_failure_is_lost_when_many_guess_at_once():
    account = make_account("zhangsan")
    with ThreadPoolExecutor(ATTEMPTS) as pool:
        list(pool.map(fail, [account.pk] * ATTEMPTS))
    account.refresh_from_db()
    assert account.failures == ATTEMPTS
    assert account.locked_until is not None


@pytest.mark.django_db
def test_a_right_guess_that_was_checked_before_the_lock_does_not_open_it():
    stale = make_account("zhangsan")
    for _ in range(5):
        record_failure(account=stale, actor=Actor(account_id=stale.pk), at=now())
    assert not record_sign_in(account=stale, actor=Actor(account_id=stale.pk), at=now())
    assert Account.objects.get().locked_until is not None
