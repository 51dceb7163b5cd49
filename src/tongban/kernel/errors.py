"""Anticipated failures, each with a stable code and a sentence for the person who meets it.

    Anticipated                 something a user can run into; never a programming error
    ├── Invalid          422    the input is wrong: messages stand at their fields
    ├── NotAllowed       403    the actor may not do this (audited)
    ├── Refused          422    hostile or forbidden input, such as a secret document or a bomb (audited)
    ├── NotFound         404    no such thing, or not visible to the viewer: the two look the same
    ├── Conflict         409    the state does not allow it, or somebody was first
    └── Unavailable      503    a part that is needed does not answer now

One place (foundation.ui) turns them into HTML, another (sites.rest) into problem+json.
Anything else that is raised is a defect: it is logged as an error and needs a change of the code.
"""

from collections.abc import Mapping


class Anticipated(Exception):
    """A failure that is part of normal work. `code` is stable, `message` is Chinese and says what to do next."""

    code = "anticipated"
    status = 400
    audited = False
    recorded = False  # set once the entry is written, so that the page of the error does not write another

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class Invalid(Anticipated):
    """Wrong or missing input. `fields` maps a field's name to its message; "" is the form as a whole."""

    code = "invalid"
    status = 422

    def __init__(self, fields: Mapping[str, str] | str, *, code: str | None = None) -> None:
        self.fields: dict[str, str] = {"": fields} if isinstance(fields, str) else dict(fields)
        super().__init__("；".join(self.fields.values()), code=code)


class NotAllowed(Anticipated):
    code = "not-allowed"
    status = 403
    audited = True


class Refused(Anticipated):
    """Input that must leave no trace but an audit entry without its text."""

    code = "refused"
    status = 422
    audited = True


class NotFound(Anticipated):
    code = "not-found"
    status = 404

    def __init__(self, message: str = "没有找到，或者您没有查看的权限。", *, code: str | None = None) -> None:
        super().__init__(message, code=code)


class Conflict(Anticipated):
    code = "conflict"
    status = 409


class Unavailable(Anticipated):
    code = "unavailable"
    status = 503
