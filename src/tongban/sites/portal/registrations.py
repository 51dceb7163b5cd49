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
    MenuItem(site="portal-foot", label="帮助", icon="help", url_name="help:index", order=10),
    MenuItem(site="portal-foot", label="无障碍", icon="wheelchair", url_name="help:accessibility", order=20),
    MenuItem(site="portal-foot", label="风险提示", icon="alert-triangle", url_name="help:risks", order=30),
    MenuItem(site="portal-foot", label="用户服务协议", icon="file-text", url_name="members:terms", order=40),
    MenuItem(site="portal-foot", label="隐私政策", icon="shield", url_name="members:privacy", order=50),
)  # fmt: skip


def register() -> None:
    for item in MENUS:
        menu.register(item)
