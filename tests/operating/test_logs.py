"""What stands in the log when something fails."""

import json

from tests.operating.installation import Installation

CODE = """
import django, logging
django.setup()
from django.db import IntegrityError
try:
    raise IntegrityError("duplicate key\\nDETAIL: Key (mobile)=(13900001111) exists")
except IntegrityError:
    logging.getLogger("django.request").error("Internal Server Error: %s", "/x", exc_info=True)
"""


def test_a_failure_names_class_and_places_and_no_values_of_rows(installation: Installation) -> None:
    done = installation.python("-c", CODE)
    line = json.loads(done.stderr.strip())
    assert line["error"] == "django.db.utils.IntegrityError"
    assert line["message"] == "duplicate key"
    assert line["places"][-1].startswith("<string>:")
    assert "13900001111" not in done.stderr
