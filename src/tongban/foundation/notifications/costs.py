"""What messages cost, by month and unit, and what does not arrive (F-MG-10)."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from tongban.foundation.notifications import queries
from tongban.foundation.notifications.channels import channels
from tongban.foundation.notifications.operations.delivering import export_costs
from tongban.foundation.ui.api import needs, table_download
from tongban.kernel.now import now

HEAD = ("月份", "单位", "方式", "发送数", "计费条数", "费用（元）")
NOBODY = "公众和其他"
YEARS = 5


@needs("notifications.manage")
@require_safe
def costs(request: Any) -> HttpResponseBase:
    """A year by months, units and channels; the causes of failures and the addresses that nothing reaches."""
    this_year = localdate(now()).year
    year = _year(request.GET.get("year", ""), this_year)
    found = queries.costs(request.actor, year, at=now())
    rows = [_row(row) for row in found]
    if "export" in request.GET:
        export_costs(year=year, actor=request.actor, at=now())
        return table_download(f"短信和邮件费用 {year}年", HEAD, rows)
    context = {
        "rows": rows, "year": year, "years": range(this_year, this_year - YEARS, -1),
        "total": yuan(sum(row["cost_sent"] for row in found)), "parts": sum(row["parts_sent"] for row in found),
        "prices": [(channel.label, yuan(queries.price_of(key))) for key, channel in channels.items()],
        "faults": [(channels[row["channel"]].label, row) for row in queries.faults(request.actor, at=now())],
        "bad": [(channels[row["channel"]].label, row) for row in queries.bad_addresses(request.actor, at=now())],
    }  # fmt: skip
    return render(request, "notifications/costs.html", context)


def yuan(thousandths: int) -> str:
    """厘 as yuan."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole:,}.{rest:03d}"


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    month, label = f"{row['month']:%Y-%m}", channels[row["channel"]].label
    return (month, row["unit__organ__name"] or NOBODY, label, row["sent"], row["parts_sent"], yuan(row["cost_sent"]))


def _year(text: str, this_year: int) -> int:
    """The year of the address; this one for nonsense."""
    return int(text) if text.isdecimal() and this_year - YEARS < int(text) <= this_year else this_year
