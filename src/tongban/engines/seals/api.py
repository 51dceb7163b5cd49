"""The door of seal custody.

unlocked = unlock(seal=…, password=…, actor=…, at=…)       in the view, before the operation
signed = apply_seal(unlocked=unlocked, pdf_file=…, use=…)  inside your operation
SealForm(seals=usable_by(…)).seal_with(operation, …)       both, from a screen
"""

from tongban.engines.seals.asking import SealForm, name_and_sort_of
from tongban.engines.seals.authority import anchors, key_store
from tongban.engines.seals.contracts import (
    PERMISSIONS,
    SORTS,
    SealBlocked,
    SealHandedOver,
    SealLocked,
    State,
    Use,
    WrongSealPassword,
)
from tongban.engines.seals.impressions import fonts
from tongban.engines.seals.models import Seal, SealUse
from tongban.engines.seals.opening import change_password, unlock, unlock_own
from tongban.engines.seals.operations.erasing import erase_texts
from tongban.engines.seals.operations.keep import hand_over, release
from tongban.engines.seals.operations.make import Making, make, renew
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.operations.use import Unlocked, apply_seal
from tongban.engines.seals.queries import kept_by, register_of, usable_by, uses_on

__all__ = [
    "PERMISSIONS", "SORTS", "Making", "Seal", "SealBlocked", "SealForm", "SealHandedOver", "SealLocked", "SealUse", "State",
    "Unlocked", "Use", "WrongSealPassword", "anchors", "apply_seal", "change_password", "change_state", "erase_texts", "fonts", "hand_over",
    "kept_by", "key_store", "make", "name_and_sort_of", "register_of", "release", "renew", "unlock", "unlock_own", "usable_by", "uses_on",
]  # fmt: skip
