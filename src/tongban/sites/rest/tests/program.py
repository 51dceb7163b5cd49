"""A program of somebody, calling the interface with a token of his."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tongban.foundation.identity.operations import create_token
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.now import now

API = "/api/v1"


class Program:
    """A program of somebody, with a token of his."""

    def __init__(self, person) -> None:
        account = person.account
        account.must_change_password, account.password_changed_at = False, now()
        account.save()
        made = create_token(account=account, name="测试程序", days=30, actor=actor_of(person, at=now()), at=now())
        self.client, self.headers = Client(), {"Authorization": f"Bearer {made.text}"}

    def get(self, path, **query):
        return self.client.get(API + path, query, headers=self.headers)

    def send(self, path, body=None, *, method="post", key=""):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return getattr(self.client, method)(API + path, json.dumps(body or {}), "application/json", headers=headers)

    def upload(self, path, content, *, name, field="file", **fields):
        file = {field: SimpleUploadedFile(name, content)}
        return self.client.post(API + path, {**fields, **file}, headers=self.headers)


def problem(answer, status, code):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["code"] == code
    return body
