"""`tongban prepare`: what `tongban run` does before it starts anything: database, static files, demo data; and the same for
the public zone where that stands beside the office, by a process of its own.

It is left out when nothing has changed since the last time: a stamp in the home folder holds the digest of the code,
the assets and the database's address.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from tongban.config import beside, env, stamp
from tongban.config.bar import Bar
from tongban.config.commands.run import command
from tongban.config.migrating import migrate
from tongban.foundation.identity.api import Account
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban prepare", description="建库、静态文件、演示数据").parse_args(argv)
    public = prepare_public() if beside.stands() else None
    prepare_here()
    return public.wait() if public else 0


def prepare_public() -> "subprocess.Popen[bytes]":
    beside.give_key()
    return command("prepare", **beside.public())


def prepare_here() -> None:
    say("正在准备数据库……" if settings.ZONE == "office" else "正在准备公众区……")
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)
    if wants_demo():
        load_demo()
    stamp.write()


def wants_demo() -> bool:
    """Demo data goes into an empty installation, or where it was begun and not finished; TONGBAN_DEMO=0 refuses it."""
    if not env.flag("TONGBAN_DEMO") or not find_spec("tongban.demo"):
        return False
    return not Account.objects.exists() or (not note().exists() and loading().is_here())


def load_demo() -> None:
    """Load, and leave a note of who may log in where `tongban run` finds it without asking the database."""
    if settings.ZONE == "public":
        people = import_module("tongban.demo.members")
        people.first(at=now())
        note().write_text("\n".join(people.lines()), "utf-8")
        return
    say("正在装入演示数据……")
    count = env.number("TONGBAN_DEMO_DOCUMENTS", 0) or loading().FIRST
    cases = env.number("TONGBAN_DEMO_CASES", loading().FIRST_CASES)
    loading().first(count=count, cases=cases, at=now(), show=Bar("装入演示数据").show)
    accounts = import_module("tongban.demo.accounts").lines()
    note().write_text("\n".join(accounts), "utf-8")


def loading() -> Any:
    """The builder is a package of its own, which an installation in earnest may leave away."""
    return import_module("tongban.demo.loading")


def note() -> Path:
    return env.home() / stamp.ACCOUNTS


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
