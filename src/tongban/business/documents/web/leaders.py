"""领导待办: what waits for the leaders whose secretary the viewer is, in one list of his own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongban.business.documents import queries
from tongban.business.documents.web.recording import PAGES
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

MOST = 200
WORDS = {
    queries.RECORD: ("wait", "可以代录"),
    queries.IN_PERSON: ("future", "须本人办理"),
    queries.CONFIRM: ("taken", "待本人确认"),
}


@ui.needs("documents.for_leaders")
def leaders(request: HttpRequest) -> HttpResponse:
    """Each line leads to the page where the secretary records."""
    rows = leader_rows(request, most=MOST)
    return render(request, "documents/leaders.html", {"rows": rows, "full": len(rows) == MOST})


def leader_rows(request: HttpRequest, *, most: int) -> list[tuple[queries.ForLeader, str, str, str]]:
    """The matter, its page, and as which state it is shown."""
    found = queries.for_leaders(request.actor, at=now(), kinds=PAGES, most=most)
    return [(row, reverse(PAGES[row.item.subject_kind], args=[row.item.subject_id]), *WORDS[row.how]) for row in found]
