"""The place of the settings in the console's menu, and the words of their actions."""

from django.conf import settings

from tongban.foundation.audit.api import labels
from tongban.foundation.options import queries
from tongban.foundation.options.contracts import Option, options
from tongban.foundation.options.operations import set_value, take_over
from tongban.foundation.ui.api import MenuItem, menu, portal_words

PORTAL = {
    "name": "网站名称", "government": "主办单位", "host": "承办单位", "phone": "服务热线", "place": "办事大厅地址", "hours": "开放时间",
    "identity": "政府网站标识码", "record": "ICP 备案号",
}  # fmt: skip


def register() -> None:
    labels.register(set_value.name, "修改系统设置")
    labels.register(take_over.name, "采用办公区的设置")
    portal_words.fill(queries.portal_words)
    for name, label in PORTAL.items():
        text = Option("公众网站", label, settings.PORTAL[name], most=100, public=True)
        options.register(f"portal.{name}", text)
    menu.register(
        MenuItem(
            site="console", group="系统设置", label="运行参数", icon="settings", url_name="options:list", order=390,
            covers=("options:change", "options:history"),
        )
    )  # fmt: skip
