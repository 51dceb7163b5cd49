"""`tongban first-admin`: the first unit and its administrator, in an installation without accounts. The rest is made in the console."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tongban.foundation.access import api as access
from tongban.foundation.identity.api import Account
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated
from tongban.kernel.now import now

ACTOR = system_actor("安装")


def main(argv: Sequence[str]) -> int:
    """Exit codes: 0 made, 1 not made: there are accounts already, or what was given is wrong."""
    options = parser().parse_args(argv)
    if Account.objects.exists():
        sys.stderr.write("已经有账号了；以后的单位和人员请在管理控制台中维护。\n")
        return 1
    try:
        with transaction.atomic():
            person = make(options, at=now())
    except Anticipated as error:
        sys.stderr.write(f"没有建立：{error.message}\n")
        return 1
    assert person.account is not None
    sys.stdout.write(f"用户名 {person.account.username}，初始密码 {settings.INITIAL_PASSWORD}，首次登录时须修改。\n")
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tongban first-admin", description="建立第一个单位和超级系统管理员")
    made.add_argument("--region", required=True, help="行政区划代码，如 421281")
    made.add_argument("--region-name", required=True, help="行政区划名称")
    made.add_argument("--level", type=int, required=True, choices=range(1, 6), help="1 省 2 市 3 县 4 乡镇 5 村")
    made.add_argument("--unit", required=True, help="单位全称")
    made.add_argument("--name", required=True, help="管理员姓名")
    return made


def make(options: argparse.Namespace, *, at: datetime) -> Person:
    """Each step is an operation of its own, as in the console."""
    verbs, data = organization.operations, organization.contracts
    region = verbs.create_region(
        code=options.region, name=options.region_name, level=options.level, parent=None, actor=ACTOR, at=at
    )
    unit = verbs.create_unit(parent=None, data=data.UnitData(name=options.unit), region=region, actor=ACTOR, at=at)
    post = verbs.create_post(unit=unit, data=data.PostData(title="系统管理员"), actor=ACTOR, at=at)
    person = verbs.hire(unit=unit, data=data.PersonData(name=options.name), post=post, actor=ACTOR, at=at)
    access.grant(role=access.Role.objects.get(code="super_admin"), to=person, unit=None, actor=ACTOR, at=at)
    return person
