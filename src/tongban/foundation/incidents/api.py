"""The door of security incidents."""

from tongban.foundation.incidents.contracts import PERMISSIONS
from tongban.foundation.incidents.operations import handle, report, watch

__all__ = ["PERMISSIONS", "handle", "report", "watch"]
