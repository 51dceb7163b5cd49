"""What pictures tell the apps below at start-up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.pictures import api
from tongban.foundation.pictures.contracts import SORTS
from tongban.foundation.pictures.models import Picture
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor


def own(actor: Actor, target: Any, at: datetime) -> bool:
    """The person whose picture it is."""
    return target is not None and target.pk == actor.person_id


def register() -> None:
    access.declare(api.PERMISSIONS, rules={"pictures.own": own})
    references.kinds.register("picture", references.Kind("头像、签名图片", load, title, url, references.everyone))
    labels.register(api.set_picture.name, "设置头像、签名图片")
    labels.register(api.take_picture_away.name, "删除头像、签名图片")
    ui.menu.register(ui.MenuItem(site="person", label="头像和签名", icon="pencil", url_name="pictures:own", order=12))


def load(ids: Collection[int]) -> dict[int, Picture]:
    return Picture.objects.select_related("person").in_bulk(list(ids))


def title(picture: Picture) -> str:
    return f"{picture.person.name}的{SORTS[picture.sort]}"


def url(picture: Picture) -> str:
    return ""
