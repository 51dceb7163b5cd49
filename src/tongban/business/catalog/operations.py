"""What can be done with items: draft, save, review and publish, withdraw."""

import json
from datetime import datetime

from tongban.business.catalog import rules
from tongban.business.catalog.contracts import ITEM, Content, ItemPublished, State
from tongban.business.catalog.models import Item, Version
from tongban.business.catalog.queries import texts_of_items
from tongban.engines.exchange import api as exchange
from tongban.engines.forms import api as forms
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotFound
from tongban.kernel.operations import about, inside_operation, note, operation, publish
from tongban.kernel.plain import to_plain
from tongban.lib.gm.provider import sm3


@operation(may="catalog.edit", on="unit")
def draft(*, unit: Unit, content: Content, actor: Actor, at: datetime) -> Version:
    """A new item of the unit, as a draft."""
    name = content.name.strip()
    if not name:
        raise Invalid({"name": "请填写事项名称。"})
    if Item.objects.filter(unit=unit, name=name).exists():
        raise Invalid({"name": "本单位已有同名事项，请修改那一个。"}, code="catalog.name-taken")
    item = Item.objects.create(unit=unit, name=name, created_at=at)
    return _write(Version(item=item, no=1), content, actor=actor, at=at)


@operation(may="catalog.edit", on="version")
def revise(*, version: Version, actor: Actor, at: datetime) -> Version:
    """A new draft that begins with what the published version says. There is one draft of an item at a time."""
    item = Item.objects.select_for_update().get(pk=version.item_id)
    if Version.objects.filter(item=item, state=State.DRAFT.value).exists():
        raise Conflict("这个事项已有一份草稿，请接着修改那一份。", code="catalog.draft-there")
    last = Version.objects.filter(item=item).latest("no")
    return _write(Version(item=item, no=last.no + 1), version.content, actor=actor, at=at)


@operation(may="catalog.edit", on="version")
def save(*, version: Version, content: Content, actor: Actor, at: datetime) -> Version:
    """Save a draft. A version that was ever published is never changed: Conflict."""
    version = Version.objects.select_for_update(of=("self",)).select_related("item").get(pk=version.pk)
    if version.state != State.DRAFT:
        raise Conflict("已发布的版本不能修改，请先建立新的草稿。", code="catalog.not-a-draft")
    if not content.name.strip():
        raise Invalid({"name": "请填写事项名称。"})
    return _write(version, content, actor=actor, at=at)


@operation(may="catalog.publish", on="version")
def publish_version(*, version: Version, actor: Actor, at: datetime) -> Version:
    """审查 and publish: complete, and looked at by somebody who did not write it. Running cases keep their version."""
    version = Version.objects.select_for_update(of=("self",)).select_related("item").get(pk=version.pk)
    if version.state != State.DRAFT:
        raise Conflict("这一版已经发布过。", code="catalog.not-a-draft")
    if version.author_id is not None and version.author_id == actor.person_id:
        raise Conflict("编制人不能自己审查发布，请由另一位审查人发布。", code="catalog.own-draft")
    require_complete(version.content)
    before = Version.objects.filter(item=version.item, state=State.PUBLISHED.value)
    search.forget([one.reference for one in before])
    before.update(state=State.REPLACED.value, ended_at=at)
    version.state, version.published_at, version.reviewer_name = State.PUBLISHED, at, actor.name
    version.save(update_fields=["state", "published_at", "reviewer_name"])
    Item.objects.filter(pk=version.item_id).update(name=version.name)
    search.put(texts_of_items([version.pk]))
    note(version=version.no, digest=version.digest)
    publish(ItemPublished(version.item.reference, version.pk, version.unit_id))
    exchange.announce(topic=ITEM, key=str(version.item.uid))
    return version


@operation(may="catalog.publish", on="version")
def withdraw(*, version: Version, reason: str, actor: Actor, at: datetime) -> Version:
    """下架: no new case can be begun; those that run go on under their version."""
    if not reason.strip():
        raise Invalid({"reason": "请写明下架的原因。"}, code="catalog.reason-missing")
    version = Version.objects.select_for_update(of=("self",)).select_related("item").get(pk=version.pk)
    if version.state != State.PUBLISHED:
        raise Conflict("只有已发布的版本可以下架。", code="catalog.not-published")
    version.state, version.ended_at, version.reason = State.WITHDRAWN, at, reason.strip()[:200]
    version.save(update_fields=["state", "ended_at", "reason"])
    search.forget([version.reference])
    exchange.announce(topic=ITEM, key=str(version.item.uid))
    return version


def require_complete(content: Content) -> None:
    """Invalid, field by field, for what keeps an item from being published."""
    found = rules.faults(content)
    try:
        clocks.rule_of(content.limit, promised=content.legal_days)
    except LookupError:
        found["limit"] = "没有这个法定时限，请从列表中选择。"
    except Invalid as error:
        found["legal_days"] = error.message
    unknown = set(content.pauses) - {ground.value for ground in clocks.Ground}
    if unknown:
        found["pauses"] = "特别程序只有法律规定的几种，请从列表中选择。"
    if content.form and not found.get("form"):
        try:
            forms.current(content.form)
        except NotFound as error:
            found["form"] = error.message
    if found:
        raise Invalid(found, code="catalog.incomplete")


@inside_operation
def _write(version: Version, content: Content, *, actor: Actor, at: datetime) -> Version:
    data = to_plain(content)
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    version.name, version.sort, version.data = content.name.strip(), content.kind, data
    version.audience = "".join(f"[{code}]" for code in content.audience)[:40]
    version.digest, version.changed_at = sm3(plain.encode()).hex(), at
    version.author_id, version.author_name = actor.person_id, actor.name
    version.save()
    about(version.reference)
    return version
