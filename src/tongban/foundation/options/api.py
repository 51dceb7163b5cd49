"""The door of the settings.

options.register("identity.idle_minutes", Option(group="登录", label="多久不操作就退出", default=30, unit="分钟", least=5, most=240))
whole("identity.idle_minutes")                              # what is in force, wherever it is needed
"""

from tongban.foundation.options.contracts import PERMISSIONS, Fixed, Option, OptionChanged, fixed, options
from tongban.foundation.options.operations import set_value, take_over
from tongban.foundation.options.queries import flag, forget, shared, value, whole

__all__ = [
    "PERMISSIONS", "Fixed", "Option", "OptionChanged", "fixed", "flag", "forget", "options", "set_value", "shared", "take_over",
    "value", "whole",
]  # fmt: skip
