"""The door of pictures.

signatures = pictures.Signatures(work.person_id for work in works)     one statement
signatures.of(work.person_id, work.done_at)                            the address of the picture of that time, or ""
"""

from tongban.foundation.pictures.contracts import PERMISSIONS
from tongban.foundation.pictures.operations import set_picture, take_picture_away
from tongban.foundation.pictures.queries import Signatures

__all__ = ["PERMISSIONS", "Signatures", "set_picture", "take_picture_away"]
