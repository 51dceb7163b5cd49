"""What an approval costs: the statements of 审核 on a 发文 without countersigning, and the jobs that its commit sets free."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.business.documents.testing import make_draft, small_county, step
from tongban.engines.flow import operations, queries
from tongban.foundation.jobs.testing import waiting_names
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
MOST = 8 if connection.vendor == "postgresql" else 12  # there, writes go together (kernel.sql.later)
# What the commit of an approval sets free, by name: add here what really must come, with its reason.
JOBS: list[str] = []


@pytest.fixture
def at_review():
    county = small_county()
    document = make_draft(county)
    step(county, document, "drafter")
    return county, document.reference


def approve(county, subject, **given):
    """The statements of the approval, in order, without those that only open and close the transaction."""
    work, actor = queries.open_work(subject, "review"), county.actor("head")
    with CaptureQueriesContext(connection) as captured:
        operations.complete(work=work, actor=actor, at=MONDAY, opinion="同意。", **given)
    return [q["sql"] for q in captured.captured_queries if not re.match(r"(RELEASE )?SAVEPOINT|BEGIN|COMMIT", q["sql"])]


def told(statements):
    return "\n".join(f"{n:3} {sql[:160]}" for n, sql in enumerate(statements, 1))


def test_an_approval_takes_few_statements(at_review):
    waiting = waiting_names()
    statements = approve(*at_review)
    assert len(statements) <= MOST, told(statements)
    assert waiting_names()[len(waiting) :] == JOBS


def test_a_request_key_costs_nothing_more(at_review):
    assert len(approve(*at_review, request_key="k")) <= MOST


def test_the_cost_does_not_grow_with_what_has_happened(at_review):
    county, subject = at_review
    first = len(approve(county, subject))
    for _ in range(3):
        work = queries.open_work(subject, "vet")
        operations.send_back(work=work, reason="请补充。", to="draft", actor=county.actor("vetter"), at=MONDAY)
        operations.complete(
            work=queries.open_work(subject, "draft"), actor=county.actor("drafter"), at=MONDAY, opinion="已改。"
        )
        assert len(approve(county, subject)) == first
