"""What of cases can be found by search: numbers, the applicant's name, the item, the unit. Never a code or a telephone."""

from collections.abc import Collection, Iterable

from tongban.business.casework.models import Case
from tongban.business.casework.queries.seeing import SEE
from tongban.foundation.inbox import api as inbox
from tongban.foundation.search import api as search


def texts_of_cases(ids: Collection[int]) -> list[search.Text]:
    found = Case.objects.filter(pk__in=ids).select_related("unit")
    return [
        search.Text(case.reference, case.title, f"{case.number_text}\n{case.receipt}\n{case.unit.name}")
        for case in found
    ]


def _every() -> Iterable[int]:
    return Case.objects.order_by("pk").values_list("pk", flat=True)


CASES = search.Source("办件", 40, texts_of_cases, _every, inbox.few_of("case", see=SEE))
