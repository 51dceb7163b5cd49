"""The way of an application: who, the groups of the form, the materials, 核对. Pages are numbered from 0 after 谁来申请."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from tongban.business.hall.models import Draft
from tongban.business.hall.queries.own import definition_of
from tongban.business.hall.queries.published import item_of
from tongban.engines.forms import api as forms


@dataclass(frozen=True, slots=True)
class Way:
    """`page` is where the applicant is: a group of the form, then materials, then 核对."""

    uid: UUID
    definition: forms.Definition
    page: int = 0

    @property
    def materials(self) -> int:
        return len(self.definition.sections)

    @property
    def last(self) -> int:
        return self.materials + 1

    @property
    def number(self) -> int:
        """第几步, 谁来申请 counted."""
        return self.page + 2

    @property
    def total(self) -> int:
        return self.last + 2

    @property
    def back_url(self) -> str:
        return self.url(self.page - 1) if self.page else reverse("mine:home")

    def at(self, page: int) -> "Way":
        return replace(self, page=page)

    def url(self, page: int) -> str:
        if page < self.materials:
            return reverse("apply:page", args=[self.uid, page])
        return reverse("apply:materials" if page == self.materials else "apply:check", args=[self.uid])

    def next_url(self, reached: int) -> str:
        """Where to go on after so many groups."""
        return self.url(min(reached, self.materials))


def way_of(draft: Draft) -> Way:
    return Way(draft.uid, definition_of(item_of(draft.guide).form))
