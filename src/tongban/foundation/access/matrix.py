"""The page that says who may do which operation: made from what the apps declare, and played by a test against the real check."""

from collections.abc import Iterator

from tongban.foundation.access.registry import permissions, roles
from tongban.kernel.operations import Operation, operations

HEAD = """<!-- made by `make docs` -->

# Who may do what

Each operation asks for one permission, mostly about one thing. A permission comes from a role that was granted over a unit, or from a
relation: the step lies on one's desk, the matter is one's own. Whoever may not is refused, and the refusal is recorded.

## How far a role reaches

The unit that counts is the thing's own, or the one that its person belongs to. Only 隶属 hands rights down.

| granted over | that unit | a unit below it | another unit | the whole installation |
| --- | --- | --- | --- | --- |
| a unit | yes | no | no | no |
| a unit with those below | yes | yes | no | no |
| the whole installation | yes | yes | yes | yes |
| nothing (no role) | no | no | no | no |

"""
BY_ROLE = """## What a role gives

Columns are the built-in roles; administrators may make others from the same permissions.

"""
BY_RELATION = """
## What a relation gives

The relation decides; where a role is named, it is one way of having the relation.

| operation | permission | asked about | who may | role |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page, in Markdown."""
    columns = [role.name for role in roles.values()]
    head = _row(["operation", "permission", "asked about", *columns]) + _row(["---"] * (3 + len(columns)))
    return "".join([HEAD, BY_ROLE, head, *_by_role(), BY_RELATION, *_by_relation()])


def of_the_apps() -> list[Operation]:
    """The operations of the product's apps, by name: the demo's and the tests' own are not shipped to anybody."""
    shipped = [made for _, made in sorted(operations.items())]
    return [
        made
        for made in shipped
        if made.function.__module__.split(".")[1] != "demo" and ".tests" not in made.function.__module__
    ]


def given_by_role() -> list[Operation]:
    """Those of them whose permission comes from a role."""
    return [made for made in of_the_apps() if permissions[made.may].rule is None]


def _by_role() -> Iterator[str]:
    for made in given_by_role():
        marks = ["yes" if made.may in role.rights else "" for role in roles.values()]
        yield _row([f"`{made.name}`", permissions[made.may].label, made.on or "—", *marks])


def _by_relation() -> Iterator[str]:
    for made in of_the_apps():
        declared = permissions[made.may]
        if declared.rule is not None:
            named = "、".join(role.name for role in roles.values() if made.may in role.rights)
            yield _row([f"`{made.name}`", declared.label, made.on or "—", _sentence(declared.rule.__doc__), named])


def _sentence(text: str | None) -> str:
    return " ".join((text or "—").strip().split("\n")[0].split()).replace("|", "/")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
