"""What the inbox tells the foundation at start-up."""

from datetime import datetime
from typing import Any

from tongban.foundation.access.api import declare
from tongban.foundation.audit.api import labels
from tongban.foundation.inbox import operations, web
from tongban.foundation.inbox.queries import lying, on_desk
from tongban.foundation.organization.api import Belonging, belongings
from tongban.foundation.references.api import Pointing, tables
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor


def on_own_desk(actor: Actor, item: Any, at: datetime) -> bool:
    """The matter lies on the actor's desk."""
    return on_desk(actor, [item.key], at=at)


def register() -> None:
    assert operations
    declare({"inbox.own": "办理本人待办、待阅"}, rules={"inbox.own": on_own_desk})
    labels.register(operations.mark_read.name, "已阅")
    tables.register("inbox", Pointing("inbox.Item"))
    ui.counters.register("inbox", web.counter)
    belongings.register("desk", Belonging("待办、待阅", lying, operations.pass_on))
    _menu()
    _cards()


def _menu() -> None:
    for label, icon, name, order, count in (
        ("待办", "inbox", "todo", 11, "inbox.todo"),
        ("待阅", "eye", "to-read", 12, "inbox.read"),
        ("已办", "list-check", "done", 13, None),
    ):
        url_name = f"inbox:{name}"
        ui.menu.register(
            ui.MenuItem(
                site="workbench", group="我的事务", label=label, icon=icon, url_name=url_name, order=order, count=count
            )
        )
    ui.menu.register(
        ui.MenuItem(site="top", label="待办", icon="inbox", url_name="inbox:todo", order=10, count="inbox.todo")
    )


def _cards() -> None:
    for key, place, order, read, template in (
        ("inbox.todo-count", "strip", 10, web.figure_todo, ""),
        ("inbox.read-count", "strip", 20, web.figure_read, ""),
        ("inbox.todo", "main", 10, web.card_todo, "inbox/card_todo.html"),
        ("inbox.read", "main", 20, web.card_read, "inbox/card_read.html"),
    ):
        card = ui.HomeCard(site="workbench", place=place, order=order, read=read, template=template)
        ui.home.register(key, card)
