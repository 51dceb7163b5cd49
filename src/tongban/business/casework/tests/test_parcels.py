"""What travels between the zones comes out of its plain form as it went in."""

import json
from datetime import date

from tongban.business.casework.contracts import (
    Consent,
    Decision,
    Filed,
    Missing,
    Party,
    PublicCase,
    PublicLetter,
    PublicStep,
    Sent,
)
from tongban.business.catalog.contracts import PublishedItem
from tongban.business.catalog.testing import shipped
from tongban.kernel.plain import from_plain, to_plain
from tongban.kernel.testing import MONDAY

FILED = Filed(
    uid="s-1", receipt="WS20261116000017", code="12345678", item="i-1", version=1, form=1, data={"area": 60, "scope": ["热食类"]},
    party=Party(name="老街面馆", code="91350100M000100Y43", agent="陈立群", phone="13900001111", audience="6", level=2),
    materials=(Sent(key="m2", file=0),), consents=(Consent(what="electronic_service", version="1", at=MONDAY),), submitted_at=MONDAY,
)  # fmt: skip
CASE = PublicCase(
    uid="c-1", source="s-1", number="临市监办2026000001", code="12345678", item="i-1", item_name="食品经营许可", unit="市监局",
    state="supplement", label="待补正", steps=(PublicStep(label="提交申请", at=MONDAY),), promised_until=date(2026, 11, 30),
    missing=(Missing(key="m2", name="流程图", what="缺图"),), decision=Decision(on=date(2026, 11, 30), reason="距离不够"),
    letters=(PublicLetter(uid="l-1", sort="supplement", title="补正告知书", number="1号", on=date(2026, 11, 16), file=0),),
)  # fmt: skip


def there_and_back(value):
    return from_plain(type(value), json.loads(json.dumps(to_plain(value))))


def test_the_plain_form_of_what_travels_reads_back_as_it_was():
    item = PublishedItem(
        item="i-1", version=2, content=shipped(), unit="局", unit_uid="u-1", form={"code": "x"}, form_no=1, published_at=MONDAY
    )  # fmt: skip
    for value in (FILED, CASE, item):
        assert there_and_back(value) == value


def test_what_is_secret_or_personal_is_not_in_what_logs_would_print():
    assert not {word for word in ("12345678", "13900001111", "91350100M000100Y43") if word in repr(FILED) + repr(CASE)}
