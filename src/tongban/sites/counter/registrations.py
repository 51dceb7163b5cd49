"""The counter at start-up: its entry in the menu of those who sit at a window."""

from tongban.foundation.ui.api import MenuItem, menu

DESK = MenuItem(
    site="workbench", group="网上办事", label="窗口收件", icon="plus", url_name="counter:desk", order=51,
    covers=(
        "counter:choose", "counter:take-in", "counter:case", "counter:supplement", "counter:receipt", "counter:find",
        "counter:proof",
    ),
)  # fmt: skip


def register() -> None:
    menu.register(DESK)
