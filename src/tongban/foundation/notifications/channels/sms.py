"""Short messages by the gateway that the setting SMS_GATEWAY names."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from tongban.foundation.notifications.channels import gateways
from tongban.foundation.notifications.contracts import Gateway, Letter, Receipt, Rejected
from tongban.foundation.notifications.rules import LONGEST, mobile_of, units


class ShortMessage:
    """Numbers are checked and texts bounded here, whatever the gateway does; only the text goes out, not the title."""

    label = "短信"
    wanted = True

    def ready(self) -> bool:
        return settings.SMS_GATEWAY in gateways

    def send(self, letter: Letter) -> Receipt:
        number = mobile_of(letter.address)
        if not number:
            raise Rejected("手机号码的格式不正确。")
        if units(letter.text) > LONGEST:
            raise Rejected(f"短信太长，最多{LONGEST}个字。")
        return self._gateway().submit(replace(letter, address=number))

    def arrived(self, numbers: Collection[str], *, at: datetime) -> set[str]:
        return self._gateway().arrived(numbers, at=at)

    def _gateway(self) -> Gateway:
        return gateways[settings.SMS_GATEWAY]
