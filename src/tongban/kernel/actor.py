"""Who acts: a person in one post, on behalf of somebody or not; or the system itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Every operation is done by one actor. A person with several posts acts in exactly one of them.

    `name`, `post_name` and `unit_name` are snapshots: records keep the words they were made under.
    `for_person_id` is set while the actor stands in for somebody (delegation, 代录).
    """

    account_id: int | None = None
    person_id: int | None = None
    post_id: int | None = None
    unit_id: int | None = None
    name: str = ""
    post_name: str = ""
    unit_name: str = ""
    for_person_id: int | None = None
    ip: str = ""
    system: bool = False


def system_actor(name: str = "系统") -> Actor:
    """The actor of background work that no person started. It passes every permission check, and the audit names it."""
    return Actor(name=name, system=True)
