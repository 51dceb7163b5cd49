"""Run by the upgrade test, with the code of the version before and with today's: how many rows each table of it holds.

python upgrade_look.py count | works
`works` (today's code alone): the drafter of a sealed document opens it, finds it by a word, downloads it; an official opens a case.
"""

import json
import sys
from pathlib import Path

from tongban.config.starting import start_django

start_django()

from django.apps import apps  # noqa: E402
from django.test import Client  # noqa: E402

COUNTED = (
    "documents", "casework", "catalog", "licenses", "supervision", "seals", "flow", "forms", "organization", "identity", "files",
    "inbox", "numbering", "clocks",
)  # fmt: skip


def count() -> None:
    tables = [model for app in COUNTED for model in apps.get_app_config(app).get_models()]
    print(json.dumps({model._meta.label: model._base_manager.count() for model in tables}))


def works() -> None:
    from tongban.business.documents.models import Document
    from tongban.foundation.files.api import open_content
    from tongban.foundation.references import api as references

    document = Document.objects.filter(sealed_file__isnull=False).latest("pk")
    drafter = client_of(document.drafter)
    address = references.kinds["document"].url(document)
    word = document.title[-6:-4]
    Path(sys.argv[2]).write_bytes(open_content(document.sealed_file).read())
    case = apps.get_model("casework", "Case").objects.filter(handler__isnull=False).latest("pk")
    print(json.dumps({
        "document": drafter.get(address).status_code,
        "found": address in drafter.get("/search/", {"q": word}).content.decode(),
        "desk": drafter.get("/inbox/todo").status_code,
        "case": client_of(case.handler).get(references.kinds["case"].url(case)).status_code,
    }))  # fmt: skip


def client_of(person: object) -> Client:
    made = Client(SERVER_NAME="localhost")
    made.force_login(person.account, backend="tongban.foundation.identity.backends.StaffBackend")  # type: ignore[attr-defined]
    return made


if __name__ == "__main__":
    globals()[sys.argv[1]]()
