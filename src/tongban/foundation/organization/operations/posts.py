"""Posts, and which leader looks after which unit."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.foundation.organization.contracts import PostData
from tongban.foundation.organization.models import Holding, Oversight, Post, Unit
from tongban.foundation.organization.operations.units import MANAGE
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation


@operation(may=MANAGE, on="unit")
def create_post(*, unit: Unit, data: PostData, actor: Actor, at: datetime) -> Post:
    """A new post of a unit."""
    _require_title(unit.pk, data.title)
    post = Post.objects.create(unit=unit, **_values(data))
    about(post.reference)
    note(title=post.title, rank=post.rank, duties=post.duties)
    return post


@operation(may=MANAGE, on="post")
def change_post(*, post: Post, data: PostData, actor: Actor, at: datetime) -> Post:
    """Correct a post; its duties take effect at once for whoever holds it."""
    if data.title.strip() != post.title:
        _require_title(post.unit_id, data.title)
    if data.single and _open(post, at).count() > 1:
        raise Invalid({"single": "这个岗位现有多人在岗，不能设为一人一岗。"})
    values = _values(data)
    note(changed={k: [getattr(post, k), v] for k, v in values.items() if v != getattr(post, k)})
    for name, value in values.items():
        setattr(post, name, value)
    post.save(update_fields=list(values))
    return post


@operation(may=MANAGE, on="post")
def close_post(*, post: Post, actor: Actor, at: datetime) -> None:
    """Abolish a post that nobody holds. Its leader's units lose it as 分管领导."""
    if post.closed_at is not None or _open(post, at).exists():
        raise Conflict("这个岗位还有人在岗，或已经撤销。", code="organization.post-in-use")
    post.closed_at = at
    post.save(update_fields=["closed_at"])
    Oversight.objects.filter(leader=post).delete()


@operation(may=MANAGE, on="unit")
def set_oversight(*, unit: Unit, role: str, leader: Post | None, actor: Actor, at: datetime) -> None:
    """Name the leader in charge (分管领导) of a unit as A角 or B角; none takes the role away. The leader's unit must be the actor's too."""
    if role not in ("A", "B"):
        raise Invalid({"role": "请选择 A角 或 B角。"})
    note(role=role, leader=leader.pk if leader else None)
    if leader is None:
        Oversight.objects.filter(unit=unit, role=role).delete()
        return
    ports.permission().require(actor=actor, permission=MANAGE, target=leader, at=at)
    if Oversight.objects.filter(unit=unit, leader=leader).exclude(role=role).exists():
        raise Invalid({"leader": "A角和B角应是不同的领导。"})
    Oversight.objects.update_or_create(unit=unit, role=role, defaults={"leader": leader})


def _require_title(unit_id: int, title: str) -> None:
    if not title.strip():
        raise Invalid({"title": "请填写岗位名称。"})
    list(Unit.objects.select_for_update().filter(pk=unit_id))
    if Post.objects.filter(unit_id=unit_id, title=title.strip(), closed_at=None).exists():
        raise Invalid({"title": f"这个单位已经有“{title.strip()}”岗位。"})


def _values(data: PostData) -> dict[str, object]:
    duties = [str(d) for d in data.duties]
    return {
        "title": data.title.strip(), "rank": str(data.rank), "duties": duties, "order": data.order,
        "single": data.single,
    }  # fmt: skip


def _open(post: Post, at: datetime) -> QuerySet[Holding]:
    return Holding.objects.filter(Q(until=None) | Q(until__gt=at), post=post)
