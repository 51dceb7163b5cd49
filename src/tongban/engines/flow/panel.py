"""What the page of a host shows of the moves: the buttons, and who was asked beside the steps."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tongban.engines.flow.beside import ANSWERED, WORDS, asides_of
from tongban.engines.flow.forms import AnswerForm
from tongban.engines.flow.models import Aside, Work
from tongban.engines.flow.offers import offers
from tongban.foundation.inbox import api as inbox
from tongban.kernel.references import Reference


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody who was asked, as a page shows him."""

    aside: Aside
    label: str
    mine: bool  # it waits for the viewer's answer
    recallable: bool

    @property
    def form(self) -> AnswerForm:
        """Where the viewer answers."""
        return AnswerForm(auto_id=f"aside{self.aside.pk}_%s")


def moves_context(
    request: Any, subject: Reference, works: Collection[Work], *, without: Collection[str] = ()
) -> dict[str, Any]:
    """`moves` for flow/moves.html, `asides` for flow/asides.html: what the viewer may do with the steps of a subject, and who
    was asked beside them. `without`: moves that the host's page has buttons of its own for."""
    keys = set(inbox.keys_for(request))
    found = [
        Beside(
            aside=aside, label=WORDS[aside.sort],
            mine=aside.sort in ANSWERED and aside.answered_at is None and inbox.person_key(aside.person_id) in keys,
            recallable=aside.answered_at is None and aside.by_id == request.actor.person_id,
        )
        for aside in asides_of(subject)
    ]  # fmt: skip
    return {"moves": offers(request, works, without=without), "asides": found}
