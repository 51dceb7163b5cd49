"""The to-do page over 1,000,000 open matters of 40,000 people, made by one statement."""

import statistics

from django.db import connection

from bench.machine import Figure, seconds
from tongban.foundation.inbox import api as inbox

PEOPLE, MATTERS = 40_000, 1_000_000
FILL = """
insert into inbox_item (key, desk, state, source_kind, source_id, subject_kind, subject_id, category, title, number, step,
  urgency, from_unit, from_person, received_at)
select 'p' || (1000000 + n % %s), 'todo', 'open', 'work', 10000000 + n, 'document', 10000000 + n, '发文', '关于第' || n || '号事项的通知',
  '', '审核', n % 3, '秘书科', '', now() - n * interval '1 second' from generate_series(1, %s) n
"""


def figures() -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(FILL.replace("n % %s", "n %% %s").replace("n % 3", "n %% 3"), [PEOPLE, MATTERS])
        cursor.execute("analyze inbox_item")
    page = statistics.median(sql_time(person) for person in range(50))
    return [Figure("to-do page SQL, 1,000,000 open", round(page, 2), "ms", "≤ 1 ms", page <= 1)]


def sql_time(person: int) -> float:
    """The statement of one page through Django's connection, without making rows of it."""
    items = inbox.open_items([f"p{1000000 + person}", f"o{person}"])
    return seconds(lambda: list(items[:20])) * 1000
