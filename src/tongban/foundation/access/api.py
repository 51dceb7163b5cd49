"""The door of access: rights, roles, and who sees what."""

from tongban.foundation.access.checking import astray
from tongban.foundation.access.contracts import Astray, Permission, RoleClass, RoleSpec, Sight
from tongban.foundation.access.models import Grant, Role
from tongban.foundation.access.operations import (
    change_role,
    define_role,
    give,
    grant,
    hide,
    hide_all,
    revoke,
    ship_roles,
    show,
    show_each,
)
from tongban.foundation.access.queries import (
    count_visible,
    granted,
    keys_of,
    may,
    newest_visible,
    people_who_may,
    permissions_of,
    rights_of,
    roles_of,
    sees,
    units_where,
    visible_among,
    visible_rows,
    who_may,
)
from tongban.foundation.access.registry import declare, declare_role, permissions, roles, sights
from tongban.foundation.access.shipped import rights_held

__all__ = [
    "Astray", "Grant", "Permission", "Role", "RoleClass", "RoleSpec", "Sight", "astray", "change_role",
    "count_visible", "declare", "declare_role", "define_role", "give", "grant", "granted", "hide", "hide_all",
    "keys_of", "may", "newest_visible", "people_who_may", "permissions", "permissions_of", "revoke", "rights_held",
    "rights_of", "roles", "roles_of", "sees", "ship_roles", "show", "show_each", "sights", "units_where",
    "visible_among", "visible_rows", "who_may",
]  # fmt: skip
