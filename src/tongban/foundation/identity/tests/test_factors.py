"""Second factors over HTTP: set up, asked at the login, used once, taken away; who must have one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from django.test import Client

from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity import operations, policy, queries
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.testing import PASSWORD, make_account
from tongban.foundation.identity.web.security import SECRET
from tongban.foundation.options.testing import untouched
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.identity.tests.urls")]
DETAILS_NEVER_HOLD = ("secret", "seed", "credential")


@pytest.fixture
def account():
    return make_account("zhangsan")


@pytest.fixture
def owner(account, client):
    client.force_login(account)
    return client


def code_of(secret, *, later=0):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + later))


def set_up(client):
    """Set up an app; gives its secret and the recovery codes."""
    client.get("/account/security/totp")
    secret = client.session[SECRET]
    page = client.post("/account/security/totp", {"code": code_of(secret), "password": PASSWORD})
    assert page.status_code == 200, page.content.decode()
    return secret, page.context["codes"]


def login(client, **more):
    return client.post("/login", {"login": "zhangsan", "password": PASSWORD, **more})


def second(client, code):
    return client.post("/login/second", {"code": code})


def entries():
    return list(Entry.objects.order_by("pk").values_list("action", "details"))


@pytest.mark.feature("F-ID-28")
def test_an_app_is_set_up_and_its_code_is_asked_after_the_password(owner, account):
    page = owner.get("/account/security/totp").content.decode()
    assert "data:image/svg+xml" in page
    secret, _ = set_up(owner)
    fresh = Client()
    assert login(fresh)["Location"].startswith("/login/second")
    assert fresh.get("/").status_code == 302
    assert second(fresh, "000000").status_code == 422
    assert second(fresh, code_of(secret))["Location"] == "/"
    assert "主页面 zhangsan" in fresh.get("/").content.decode()
    done = [action for action, _ in entries()]
    assert done == ["identity.add_totp", "identity.record_password", "identity.check_code", "identity.check_code"]


def test_a_code_opens_once(owner):
    secret, _ = set_up(owner)
    code = code_of(secret)
    for answer in (302, 422):
        fresh = Client()
        login(fresh)
        assert second(fresh, code).status_code == answer


def test_wrong_codes_lock_the_account_though_the_password_is_right_each_time(owner, account):
    secret, _ = set_up(owner)
    for _ in range(5):
        fresh = Client()
        login(fresh)
        page = second(fresh, "000000")
    assert "账号已锁定" in page.content.decode()
    assert "账号已锁定" in login(Client()).content.decode()
    Account.objects.update(locked_until=now() - timedelta(seconds=1))
    login(fresh)
    assert second(fresh, code_of(secret)).status_code == 302
    account.refresh_from_db()
    assert account.failures == 0


def test_a_recovery_code_stands_in_once(owner):
    _, codes = set_up(owner)
    assert len(codes) == 10
    for answer in (302, 422):
        fresh = Client()
        login(fresh)
        assert second(fresh, f"{codes[0][:4]} {codes[0][4:]}").status_code == answer
    assert "还剩 9 个" in owner.get("/account/security").content.decode()


def test_recovery_codes_are_shown_once_and_made_anew(owner):
    _, codes = set_up(owner)
    assert codes[0][:4] not in owner.get("/account/security").content.decode()
    assert owner.post("/account/security/codes", {"password": "Wrong-1-Secret"}).status_code == 422
    fresh = owner.post("/account/security/codes", {"password": PASSWORD}).context["codes"]
    assert not set(fresh) & set(codes)


def test_setting_up_asks_for_the_password_and_a_right_code(owner):
    owner.get("/account/security/totp")
    secret = owner.session[SECRET]
    for wrong in ({"code": "123456", "password": PASSWORD}, {"code": code_of(secret), "password": "Wrong-1-Secret"}):
        assert owner.post("/account/security/totp", wrong).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_owner_takes_it_away_and_the_password_alone_opens_again(owner, account):
    set_up(owner)
    row = Authenticator.objects.get(type="totp")
    address = f"/account/security/factors/{row.pk}/remove"
    assert owner.post(address, {"password": "Wrong-1-Secret"}).status_code == 422
    assert owner.post(address, {"password": PASSWORD})["Location"] == "/account/security"
    assert not Authenticator.objects.exists()
    assert login(Client())["Location"] == "/"


def test_nobody_takes_away_what_is_somebody_elses(owner):
    set_up(owner)
    row, stranger = Authenticator.objects.get(type="totp"), Client()
    stranger.force_login(make_account("lisi"))
    assert stranger.post(f"/account/security/factors/{row.pk}/remove", {"password": PASSWORD}).status_code == 404
    assert Authenticator.objects.count() == 2


def test_secrets_are_sealed_at_rest_and_stand_in_no_entry(owner):
    secret, codes = set_up(owner)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert decrypt(row.data["secret"]) == secret
    assert encrypt(secret) != encrypt(secret)
    told = str(list(Entry.objects.values_list("details", "result")))
    assert not any(word in told for word in (secret, *codes, *DETAILS_NEVER_HOLD))


def test_a_reset_takes_everything_away_and_wants_a_reason(owner, account):
    set_up(owner)
    system = Actor(name="管理员", system=True)
    with pytest.raises(Invalid):
        operations.reset_factors(account=account, reason=" ", actor=system, at=now())
    operations.reset_factors(account=account, reason="手机丢失，已当面核实", actor=system, at=now())
    assert not queries.has_factors(account)
    with pytest.raises(Conflict):
        operations.reset_factors(account=account, reason="再来一次", actor=system, at=now())


DEMANDS = {"administrators": True, "everybody": True, "roles": "公章管理员、监察员"}


@pytest.mark.parametrize("who", DEMANDS)
def test_who_must_have_one_gets_nowhere_before(owner, monkeypatch, who):
    assert "主页面" in owner.get("/").content.decode()
    untouched(**{f"identity__factor_{who}": DEMANDS[who]})  # in force for open sessions too
    monkeypatch.setattr(policy.administers, "_member", lambda account, at: True)
    monkeypatch.setattr(policy.has_role, "_member", lambda account, names, at: "监察员" in names)
    assert owner.get("/")["Location"] == "/account/security"
    assert "请先设置第二验证" in owner.get("/account/security").content.decode()
    set_up(owner)
    assert "主页面" in owner.get("/").content.decode()


def test_whoever_administers_nothing_and_has_no_such_role_need_not(owner, monkeypatch):
    untouched(identity__factor_administrators=True, identity__factor_roles="监察员")
    monkeypatch.setattr(policy.has_role, "_member", lambda account, names, at: False)
    assert "主页面" in owner.get("/").content.decode()


def test_an_answer_that_no_passkey_signed_opens_nothing(owner, client):
    fresh = Client()
    for answer in ("", "[]", "{}", '{"response": {"userHandle": "MQ"}}', "x" * 50):
        fresh.get("/login/passkey")
        assert fresh.post("/login/passkey", {"credential": answer})["Location"] == "/login"
    assert "没有认出" in fresh.get("/login").content.decode()
    made = owner.post("/account/security/passkey", {"name": "指纹", "password": PASSWORD, "credential": "{}"})
    assert made.status_code == 422
    assert not Authenticator.objects.exists()
