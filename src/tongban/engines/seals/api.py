"""The door of seal custody."""

from tongban.engines.seals.authority import key_store
from tongban.engines.seals.contracts import PERMISSIONS, SORTS, State, Use, WrongSealPassword
from tongban.engines.seals.models import Seal, SealUse
from tongban.engines.seals.operations import Making, apply_seal, change_password, change_state, hand_over, make
from tongban.engines.seals.queries import kept_by, register_of, usable_by

__all__ = [
    "PERMISSIONS", "SORTS", "Making", "Seal", "SealUse", "State", "Use", "WrongSealPassword", "apply_seal",
    "change_password", "change_state", "hand_over", "kept_by", "key_store", "make", "register_of", "usable_by",
]  # fmt: skip
