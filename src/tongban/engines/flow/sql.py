"""The live tokens of an instance in one plain statement. Contract-tested on both databases."""

import json
from typing import Any

from django.db import connection

_LIVE = """
SELECT token, element, data FROM flow_work WHERE instance_id = %s AND state = 'open'
UNION ALL SELECT number, element, data FROM flow_token WHERE instance_id = %s
"""


def live(instance_id: int) -> list[tuple[int, str, dict[str, Any]]]:
    """Number, element and packed data of each live token: open steps are in their works, all others in tokens."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [instance_id, instance_id])
        return [(number, element, _data(data)) for number, element, data in cursor.fetchall()]


def _data(value: Any) -> dict[str, Any]:
    return dict(json.loads(value) if isinstance(value, str | bytes) else value)
