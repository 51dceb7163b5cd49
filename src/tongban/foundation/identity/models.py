"""Accounts: who may log in. The person behind a staff account is in organization."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tongban.kernel.models import Record, Travels


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(Record, Travels, AbstractBaseUser):
    """A staff or public account. The password is an argon2id hash; the initial one must be changed at the first login."""

    kind = "account"
    STAFF, PUBLIC = "staff", "public"

    side = models.CharField(max_length=10, default=STAFF)
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=200, default="")
    addresses = models.CharField(max_length=300, default="")  # where login is allowed from (F-ID-21); empty: anywhere
    certificate_no = models.CharField(max_length=64, default="")  # 证书编号 (F-ID-12)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once"),
            models.CheckConstraint(condition=models.Q(side__in=["staff", "public"]), name="account_side"),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | ~models.Q(disabled_reason=""), name="account_disabled_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def unit_id(self) -> int | None:
        """The unit whose administrator keeps this account: where its person belongs. None for an account without one."""
        return getattr(getattr(self, "person", None), "unit_id", None)


class Token(Record):
    """A key with which a program of the account calls the interface. Only its digest is kept; it is shown once."""

    kind = "token"
    text = ""  # the key itself, on the row that was just made and nowhere else

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)  # to tell one from another in the list
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_name"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires"),
        ]
        indexes = [models.Index(fields=["account"], condition=models.Q(revoked_at=None), name="token_of_account")]


class Device(Record):
    """A computer that its owner let remember him (F-ID-02): it opens the account by one press until it expires or is ended.

    The browser keeps a random key, here is its digest; the password is kept nowhere.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="device_expires")
        ]
        indexes = [models.Index(fields=["account"], condition=models.Q(ended_at=None), name="device_of_account")]
