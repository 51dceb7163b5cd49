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
