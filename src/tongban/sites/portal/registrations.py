"""The hall at start-up: the five entries of its menu, which phones show as a bar at the foot."""

from tongban.foundation.ui.api import MenuItem, menu

MENUS = (
    MenuItem(site="portal", label="首页", icon="home", url_name="portal:home", order=10, covers=("portal:companies",)),
    MenuItem(
        site="portal", label="办事", icon="list-check", url_name="guide:list", order=20,
        covers=("guide:item", "guide:units", "guide:initials", "guide:checklist", "apply:start"),
    ),
    MenuItem(site="portal", label="查进度", icon="clock", url_name="progress:ask", order=30),
    MenuItem(site="portal", label="查证照", icon="shield-check", url_name="check:ask", order=40, covers=("check:license",)),
    MenuItem(
        site="portal", label="我的", icon="user", url_name="mine:home", order=50,
        covers=("mine:case", "mine:receipt", "mine:licenses", "mine:rate", "mine:supplement", "mine:withdraw", "mine:letter"),
    ),
)  # fmt: skip


def register() -> None:
    for item in MENUS:
        menu.register(item)
