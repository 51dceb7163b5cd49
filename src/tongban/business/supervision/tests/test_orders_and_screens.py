"""督办 that the unit must answer; the board, the list with its evidence, and who sees them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongban.business.casework import api as casework
from tongban.business.casework.testing import step
from tongban.business.supervision import api, queries
from tongban.business.supervision.contracts import OrderState
from tongban.business.supervision.models import Card, Order
from tongban.business.supervision.operations.orders import answer, close, order
from tongban.business.supervision.queries.board import Month
from tongban.business.supervision.tests.conftest import CHINA, START, time_passes
from tongban.business.supervision.web.overview import Trend
from tongban.foundation.access.testing import allow
from tongban.foundation.audit.models import Entry
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def red(county):
    county.case()
    time_passes()
    return Card.objects.get(level=3)


def ordered(county, card, **given):
    given = {"demand": "说明超期原因，三日内办结", "days": 3} | given
    return order(card=card, **given, actor=county.actor(), at=MONDAY)


@pytest.mark.feature("F-MO-09")
def test_a_unit_is_ordered_answers_and_the_supervisor_settles_it(county, red):
    made = ordered(county, red)
    leader = county.bureau.actor("leader")
    assert made.number_text == "临督〔2026〕1号"
    [item] = [i for i in inbox.open_items(inbox.keys_of(leader, at=MONDAY))[:9] if i.category == "督办"]
    assert (item.step, item.number) == ("答复", made.number_text)
    assert clocks.clocks_of(made.reference).get().legal_due_on.isoformat() == "2026-11-19"
    with pytest.raises(Invalid):
        answer(order=made, answer=" ", actor=leader, at=MONDAY)
    answer(order=made, answer="承办人休假，已调整，当天办结。", actor=leader, at=MONDAY)
    assert clocks.clocks_of(made.reference).get().state == "stopped"
    with pytest.raises(Conflict):
        answer(order=made, answer="再答", actor=leader, at=MONDAY)
    closed = close(order=made, verdict="属实，予以了结", actor=county.actor(), at=MONDAY)
    assert closed.state == OrderState.CLOSED


@pytest.mark.parametrize("given", [{"demand": ""}, {"days": 0}, {"days": 61}])
def test_an_order_without_words_or_days_is_refused(county, red, given):
    with pytest.raises(Invalid):
        ordered(county, red, **given)


def test_one_order_at_a_time(county, red):
    ordered(county, red)
    with pytest.raises(Conflict, match="正在督办"):
        ordered(county, red)


def test_the_supervised_do_not_order_and_supervisors_do_not_answer(county, red):
    with pytest.raises(NotAllowed):
        order(card=red, demand="x", days=3, actor=county.bureau.actor("leader"), at=MONDAY)
    made = ordered(county, red)
    with pytest.raises(NotAllowed):
        answer(order=made, answer="x", actor=county.actor(), at=MONDAY)


@pytest.mark.feature("F-MO-02")
def test_each_supervisor_sees_his_own_area_alone(county, red):
    other = make_person("别处", unit=make_unit("邻县审批局"))
    allow(other, "supervision.watch", "supervision.order", over=make_unit("邻县某局"), below=True)
    stranger = actor_of(other, at=MONDAY)
    assert queries.card_for(county.actor(), red.pk, at=MONDAY) == red
    with pytest.raises(NotFound):
        queries.card_for(stranger, red.pk, at=MONDAY)
    with pytest.raises(NotFound):
        queries.case_for(stranger, red.subject_id, at=MONDAY)
    assert queries.board(stranger, at=MONDAY).lines == []
    with pytest.raises(NotFound):
        queries.order_for(stranger, ordered(county, red).pk, at=MONDAY)


def test_the_board_counts_the_highest_card_of_a_case_once_and_what_runs_late(county, red):
    found = queries.board(county.actor(), at=MONDAY)
    [line] = found.lines
    assert (line.unit, line.running, line.warned, line.yellow, line.red) == (county.bureau.unit, 1, 0, 0, 1)
    assert (line.near, line.over, line.over_legal) == (0, 1, 1)
    assert (found.loose, found.finished_today, line.on_time) == ({3: 1}, 0, "100.00%")
    assert found.pressing == [red]
    made = ordered(county, red)
    assert queries.board(county.actor(), at=MONDAY).pressing == []
    answer(order=made, answer="已整改", actor=county.bureau.actor("leader"), at=MONDAY)
    assert [order.pk for order in queries.board(county.actor(), at=MONDAY).answered] == [made.pk]


def test_cards_of_another_month_count_in_theirs(county, red):
    """The card's condition held on 16 November."""
    december = datetime(2026, 12, 3, 12, tzinfo=CHINA)
    counts = {
        period: sum(line.red for line in queries.board(county.actor(), at=december, period=period).lines)
        for period in ("month", "quarter", "year")
    }
    assert counts == {"month": 0, "quarter": 1, "year": 1}


@pytest.mark.feature("F-MO-20")
def test_finished_cases_count_late_in_time_and_ahead(county):
    for at in (START, MONDAY):
        case = county.case(at=at)
        for part in ("handler", "head"):
            step(county.bureau, case, part, at=at + timedelta(hours=1))
        end = datetime(2026, 11, 12, 10, tzinfo=CHINA) if at == START else at + timedelta(hours=2)
        casework.grant(case=case, actor=county.bureau.actor("leader", at=end), at=end)
    found = queries.board(county.actor(), at=MONDAY + timedelta(hours=3))
    [line] = found.lines
    assert (line.finished, line.late, line.early) == (2, 1, 1)
    assert (found.on_time, found.finished_today) == (5000, 1)
    assert [(month.finished, month.late) for month in found.months][-1] == (2, 1)


@pytest.mark.parametrize(
    ("view", "count"),
    [("running", 1), ("over", 1), ("legal", 1), ("near", 0), ("paused", 0), ("finished", 0), ("all", 1)],
)
def test_each_figure_leads_to_its_cases(client, county, red, view, count):
    assert queries.cases(county.actor(), at=MONDAY, view=view).count() == count


def test_the_board_costs_the_same_for_one_card_and_for_twenty(county, red):
    with CaptureQueriesContext(connection) as one:
        queries.board(county.actor(), at=MONDAY)
    for no in range(20):
        Card.objects.create(
            rule="promised-over", level=2, clock_id=1000 + no, unit=county.bureau.unit, title="甲", number=str(no), since=MONDAY,
            issued_at=MONDAY, subject_kind="case", subject_id=red.subject_id,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        queries.board(county.actor(), at=MONDAY)
    assert len(many) == len(one)


def test_the_chart_draws_red_below_yellow_below_warning_and_tells_the_first_the_lowest_and_the_last_rate():
    months = [Month(2026, no, {1: 2, 2: 1, 3: 1}, 100, late) for no, late in ((8, 1), (9, 4), (10, 0), (11, 2))]
    trend = Trend(months)
    bar = trend.bars[-1]
    assert (bar.label, bar.total, [kind for kind, *_ in bar.parts]) == ("11月", 4, ["red", "yellow", "warning"])
    heights = [height for _, _, height in bar.parts]
    assert abs(heights[2] - 2 * heights[0]) <= 1
    assert [label for _, _, label in trend.points] == ["99.00", "96.00", "", "98.00"]
    assert trend.points[1][1] == max(y for _, y, _ in trend.points), "the lowest rate stands lowest"


@pytest.mark.feature("F-MO-01", "F-MO-15", "F-MO-25")
def test_the_supervisor_goes_from_the_board_to_the_case_and_its_evidence_and_orders(client, county, red):
    sign_in(client, county.supervisor)
    board = client.get(reverse("supervision:board"))
    assert "临江县市场监督管理局" in board.content.decode()
    drawer = client.get(reverse("supervision:cards"), {"card": red.pk})
    text = drawer.content.decode()
    for words in ("超过法定时限", "2026-11-16 10:00:00", "承诺办结时限开始计时", "11-16 10:00:00", "孟海涛"):
        assert words in text
    case = client.get(reverse("supervision:case", args=[red.subject_id]))
    for page in (board, drawer, case, client.get(reverse("supervision:orders"))):
        assert list(faults(page.content)) == []
    refused = client.post(reverse("supervision:issue-order", args=[red.pk]), {"demand": "", "days": 3})
    assert refused.status_code == 422
    client.post(reverse("supervision:issue-order", args=[red.pk]), {"demand": "说明原因", "days": 3})
    made = Order.objects.get()
    sign_in(client, county.bureau.people["leader"])
    page = client.get(reverse("supervision:order", args=[made.pk]))
    assert list(faults(page.content)) == []
    client.post(reverse("supervision:answer", args=[made.pk]), {"answer": "已整改"})
    sign_in(client, county.supervisor)
    client.post(reverse("supervision:close", args=[made.pk]), {"verdict": "了结"})
    made.refresh_from_db()
    assert made.state == OrderState.CLOSED


def test_cards_are_issued_by_hand_and_withdrawn_in_the_browser(client, county, red):
    sign_in(client, county.supervisor)
    client.post(reverse("supervision:by-hand", args=[red.subject_id]), {"level": "2", "reason": "多收材料"})
    assert Card.objects.filter(rule="by-hand").exists()
    client.post(reverse("supervision:withdraw", args=[red.pk]), {"reason": "停电"})
    red.refresh_from_db()
    assert red.state == "withdrawn"
    assert "已撤销" in client.get(reverse("supervision:cards"), {"tab": "withdrawn"}).content.decode()


@pytest.mark.feature("F-MO-21")
def test_what_is_listed_leaves_as_a_table_and_that_is_in_the_trail(client, county, red):
    sign_in(client, county.supervisor)
    for name, words in (("board", "临江县市场监督管理局"), ("cards", "2026-11-16 10:00:00"), ("cases", red.number)):
        answered = client.get(reverse(f"supervision:{name}"), {"csv": "1"})
        assert words in b"".join(answered.streaming_content).decode()
    assert Entry.objects.filter(action="supervision.export_list").count() == 3


@pytest.mark.parametrize("query", [{}, {"view": "all"}, {"view": "over", "unit": "1"}, {"q": "面馆"}, {"unit": "²"}])
def test_the_list_of_cases_opens_with_any_filter(client, county, red, query):
    sign_in(client, county.supervisor)
    page = client.get(reverse("supervision:cases"), query)
    assert list(faults(page.content)) == []


@pytest.mark.parametrize(
    "query", [{"month": "2026-11"}, {"month": "2026-13"}, {"period": "year", "tab": "red"}, {"unit": "x"}]
)
def test_the_list_of_cards_opens_with_any_filter(client, county, red, query):
    sign_in(client, county.supervisor)
    page = client.get(reverse("supervision:cards"), query)
    assert list(faults(page.content)) == []
    assert red.number in page.content.decode()


def test_nobody_without_the_right_opens_the_board(client, county, red):
    sign_in(client, county.bureau.people["leader"])
    for name in ("board", "cards", "cases", "orders"):
        assert client.get(reverse(f"supervision:{name}")).status_code == 403


def test_the_door_promises_only_what_it_holds():
    assert all(hasattr(api, name) for name in api.__all__)
