"""The hall at start-up: the five entries of its menu, which phones show as a bar at the foot."""

from tongban.foundation.ui.api import MenuItem, menu

MENUS = (MenuItem(site="portal", label="首页", icon="home", url_name="portal:home", order=10),)


def register() -> None:
    for item in MENUS:
        menu.register(item)
