"""Text that the database keeps encrypted: identity numbers, telephone numbers of the public.

SM4-GCM under the installation's field key (settings.FIELD_KEY, in the key folder and never in the database), bound to its
column, so that a value moved to another column does not open. To find a row by such a value, keep a keyed digest beside it
(audit.keyed_digest); the column itself cannot be searched.
"""

import base64
import os
from typing import Any

from django.conf import settings
from django.db import models

from tongban.lib.gm.provider import GCM_NONCE_SIZE, SM4_KEY_SIZE, hmac_sm3, sm4_gcm_decrypt, sm4_gcm_encrypt


class SealedText(models.TextField):
    """A text column whose content is readable in the program and nowhere else. "" stays "": that nothing is there is no secret."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return opened(value, place=self._place()) if value else value

    def get_prep_value(self, value: Any) -> Any:
        return sealed(str(value), place=self._place()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull", "exact"}:
            raise TypeError("a sealed text cannot be searched")
        return super().get_lookup(lookup_name)

    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"


def sealed(text: str, *, place: str) -> str:
    nonce = os.urandom(GCM_NONCE_SIZE)
    content = sm4_gcm_encrypt(text.encode(), key=_key(), nonce=nonce, associated=place.encode())
    return base64.b64encode(nonce + content).decode()


def opened(text: str, *, place: str) -> str:
    raw = base64.b64decode(text)
    nonce, content = raw[:GCM_NONCE_SIZE], raw[GCM_NONCE_SIZE:]
    return sm4_gcm_decrypt(content, key=_key(), nonce=nonce, associated=place.encode()).decode()


def _key() -> bytes:
    return hmac_sm3(b"tongban sealed text", key=settings.FIELD_KEY.encode())[:SM4_KEY_SIZE]
