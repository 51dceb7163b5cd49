"""Setting the official letters with the fonts of this installation. Runs in the worker."""

from datetime import UTC, datetime

from django.utils.timezone import localdate

from tongban.business.casework.contracts import Sort
from tongban.business.casework.models import Letter
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.engines.seals import api as seals
from tongban.kernel.errors import Conflict
from tongban.lib.gongwen import model as gongwen
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.layout.typeset import Typeset
from tongban.lib.gongwen.layout.typeset import typeset as set_pages


def typeset(letter: Letter, *, at: datetime) -> Typeset:
    """The pages, with the place of the seal. Conflict for what no font draws."""
    unit, template = letter.case.unit, TEMPLATES[Sort(letter.sort)]
    content = gongwen.Document(
        format=gongwen.Format.LETTER, kind=template.title, issuers=(unit.name,), mark=unit.name, title=template.title,
        number=letter.number_text, date=localdate(letter.made_at), main_recipients=letter.case.applicant,
        body=tuple(gongwen.Paragraph(text=line) for line in template.text(letter.facts)), sealed=True,
        seals=(gongwen.Seal(unit=unit.name),),
    )  # fmt: skip
    try:
        laid = set_pages(content, fonts=seals.fonts(), at=at.astimezone(UTC))
    except GongwenError as error:
        raise Conflict(f"不能制作文书：{error.message}", code="casework.not-set") from error
    if not laid.seal_places:
        raise Conflict("文书上没有印章的位置，请检查单位名称。", code="casework.no-seal-place")
    return laid
