"""For tests of any app: an item that the office published, and an application for it."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tongban.business.casework.contracts import Sort
from tongban.business.casework.models import Case
from tongban.business.casework.operations.decide import deliver, deny, grant
from tongban.business.casework.operations.screen import accept, ask_supplement
from tongban.business.casework.testing import FORM, Bureau, make_bureau, sealed, step
from tongban.business.catalog.api import PublishedItem, from_file
from tongban.business.catalog.testing import DATA
from tongban.business.hall.contracts import MATERIAL, SERVICE, TRUTH
from tongban.business.hall.models import Draft, Guide, Submission
from tongban.business.hall.operations.drafts import begin, put_file, save_page
from tongban.business.hall.operations.publishing import take_guide
from tongban.business.hall.operations.submitting import submit
from tongban.business.hall.queries.applying import to_upload
from tongban.business.hall.queries.own import definition_of
from tongban.business.hall.queries.published import content_of, item_of
from tongban.business.licenses import api as licenses
from tongban.engines.exchange import testing as exchange
from tongban.foundation.files import api as files
from tongban.foundation.files.testing import PDF
from tongban.foundation.members.api import Enterprise, Member
from tongban.foundation.members.testing import actor_of
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

ASKED = {"m2": "布局图要标出洗消间。", "m4": "照片看不清。"}


def open_hall(item: str = "food_business") -> tuple[Bureau, Guide]:
    """A bureau of the office, and its item as it came over to the public zone."""
    bureau = make_bureau(item)
    exchange.carry()
    return bureau, Guide.objects.get(uid=bureau.version.item.uid)


def make_guide(item: str = "food_business", unit: str = "临江县市场监督管理局") -> Guide:
    """The shipped item in the hall, without an office that published it."""
    content, form = from_file(DATA / f"{item}.json")
    said = PublishedItem(
        item=str(uuid4()), version=1, content=content, unit=unit, unit_uid=str(uuid4()), form=form, form_no=1, published_at=MONDAY,
    )  # fmt: skip
    made: Guide = take_guide(item=said, actor=system_actor(), at=MONDAY)
    return made


def upload(name: str = "材料.pdf", content: bytes = PDF) -> files.Received:
    return files.receive(source=io.BytesIO(content), name=name, purpose=MATERIAL)


def filled(guide: Guide, member: Member, enterprise: Enterprise | None = None, **changes: Any) -> Draft:
    """A draft in which nothing is missing."""
    actor, item = actor_of(member), item_of(guide)
    draft = begin(member=member, guide=guide, enterprise=enterprise, actor=actor, at=MONDAY)
    definition = definition_of(item.form)
    for page in range(len(definition.sections)):
        draft = save_page(draft=draft, page=page, data=FORM[definition.code] | changes, actor=actor, at=MONDAY)
    for material in to_upload(content_of(guide), definition.name):
        if material.required:
            put_file(draft=draft, key=material.key, received=upload(), verdict="", actor=actor, at=MONDAY)
    return draft


def applied(guide: Guide, member: Member, enterprise: Enterprise | None = None, *, served: bool = True) -> Submission:
    """A submission; `served`: with the consent to be served electronically."""
    draft = filled(guide, member, enterprise)
    consents = (TRUTH, SERVICE) if served else (TRUTH,)
    made: Submission = submit(draft=draft, consents=consents, actor=actor_of(member), at=MONDAY)
    return made


def case_of(submission: Submission) -> Case:
    """What the office made of it."""
    return Case.objects.get(source=str(submission.uid))


def asked(bureau: Bureau, submission: Submission, missing: Mapping[str, str] = ASKED) -> None:
    """The window asked for supplements, and the notice came over."""
    case = case_of(submission)
    ask_supplement(case=case, missing=dict(missing), actor=bureau.actor("clerk"), at=MONDAY)
    sealed(bureau, case, Sort.SUPPLEMENT)
    exchange.carry()


def decided(bureau: Bureau, submission: Submission, *, granted: bool = True) -> None:
    """The office decided; the decision, and a licence where it was granted, came over sealed."""
    clerk, leader = bureau.actor("clerk"), bureau.actor("leader")
    case = accept(case=case_of(submission), handler=bureau.people["handler"], actor=clerk, at=MONDAY)
    step(bureau, case, "handler")
    step(bureau, case, "head")
    if granted:
        grant(case=case, actor=leader, at=MONDAY)
    else:
        deny(case=case, reason="离污染源太近", basis="《食品安全法》第三十三条", actor=leader, at=MONDAY)
    sealed(bureau, case, Sort.GRANT if granted else Sort.DENIAL)
    if licence := licenses.live_of(case.reference):
        drawn = licenses.draw(license=licence, actor=system_actor(), at=MONDAY)
        licenses.seal(license=drawn, unlocked=bureau.opened("official"), actor=bureau.actor("keeper"), at=MONDAY)
    deliver(case=case, way="window", receiver="周明", actor=clerk, at=MONDAY)
    exchange.carry()
