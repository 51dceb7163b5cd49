"""What background work tells the screens: its place in the console's menu."""

from tongban.foundation.ui.api import MenuItem, menu


def register() -> None:
    menu.register(
        MenuItem(
            site="console", group="系统运行", label="后台任务", icon="activity", url_name="jobs:overview",
            order=800, covers=("jobs:job",),
        )
    )  # fmt: skip
