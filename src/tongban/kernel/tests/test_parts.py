"""The small parts: registry, ports, clock, request id, errors, models, deploy steps."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tongban.foundation.access.models import Role, RoleRight, Visibility
from tongban.kernel import deploy, now, ports
from tongban.kernel.context import new_request_id, request_id, under_request_id
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import reference_of
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry
from tongban.kernel.testing import MONDAY


def test_a_registry_keeps_the_order_and_refuses_doubles():
    registry: Registry[int] = Registry("thing")
    assert registry.register("b", 1) == 1
    registry.register("a", 2)
    assert (list(registry), dict(registry.items()), len(registry)) == (["b", "a"], {"b": 1, "a": 2}, 2)
    with pytest.raises(ValueError, match="'a' is registered twice"):
        registry.register("a", 3)


def test_a_registry_says_what_it_knows():
    registry: Registry[int] = Registry("thing")
    registry.register("a", 1)
    with pytest.raises(LookupError, match=r"no thing 'b'; registered are \['a'\]"):
        registry["b"]
    assert registry.get("b") is None
    assert "a" in registry


def test_an_unfilled_port_stops_the_start_and_none_is_filled_twice():
    port: ports.Port[object] = ports.Port("thing")
    with pytest.raises(RuntimeError, match="thing is not filled"):
        port()
    member = object()
    port.fill(member)
    port.fill(member)
    with pytest.raises(RuntimeError, match="twice"):
        port.fill(object())


def test_the_ports_of_the_product_are_filled():
    ports.require_filled()


@pytest.fixture
def clock_file(tmp_path, monkeypatch):
    file = tmp_path / "clock"
    monkeypatch.setenv(now.CLOCK_FILE, str(file))
    return file


def moved() -> float:
    return round((now.now() - datetime.now(UTC)).total_seconds())


def test_the_clock_file_moves_the_time_and_is_read_again_when_it_changes(clock_file):
    assert moved() == 0
    clock_file.write_text("3600\n", "ascii")
    assert moved() == 3600
    clock_file.write_text("-60", "ascii")
    os.utime(clock_file, ns=(1, 1))
    assert moved() == -60
    clock_file.unlink()
    assert moved() == 0


def test_without_a_clock_file_it_is_now_and_has_a_zone(monkeypatch):
    monkeypatch.delenv(now.CLOCK_FILE, raising=False)
    assert abs(now.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert now.now().tzinfo is not None


def test_the_request_id_is_known_inside_and_forgotten_after():
    word = new_request_id()
    with under_request_id(word):
        assert request_id() == word
    assert request_id() == ""


def test_invalid_keeps_each_message_at_its_field():
    assert Invalid({"title": "请填写标题。", "body": "请填写正文。"}).message == "请填写标题。；请填写正文。"
    assert Invalid("不行。").fields == {"": "不行。"}


def test_not_found_and_not_visible_look_the_same():
    assert NotFound().message == NotFound(code="other").message


def test_a_row_can_be_pointed_at_once_it_is_saved_and_has_a_kind():
    assert Role(pk=3).reference == Reference("role", 3)
    assert reference_of(Role()) is None
    assert reference_of(RoleRight(pk=1)) is None
    assert reference_of(Reference("role", 3)) == Reference("role", 3)
    assert Visibility(**pointing_at(Reference("role", 3))).subject_id == 3


def test_deploy_steps_run_in_order_and_the_first_failure_stops(monkeypatch):
    seen: list[tuple[str, datetime]] = []
    steps: Registry[deploy.DeployStep] = Registry("deploy step")
    steps.register("one", lambda at: seen.append(("one", at)))
    monkeypatch.setattr(deploy, "deploy_steps", steps)
    assert deploy.deploy(at=MONDAY) == ["one"]
    steps.register("two", lambda at: 1 / 0)
    steps.register("three", lambda at: seen.append(("three", at)))
    with pytest.raises(ZeroDivisionError):
        deploy.deploy(at=MONDAY)
    assert seen == [("one", MONDAY), ("one", MONDAY)]
