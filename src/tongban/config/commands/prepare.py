"""`tongban prepare`: what `tongban run` does before it starts anything: database, static files, demo data.

It is left out when nothing has changed since the last time: a stamp in the home folder holds the digest of the code,
the assets and the database's address.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from django.core.management import call_command

from tongban.config import env, stamp
from tongban.config.migrating import migrate
from tongban.foundation.identity.api import Account


def main(argv: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="tongban prepare", description="建库、静态文件、演示数据").parse_args(argv)
    say("正在准备数据库……")
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)
    code = load_demo() if wants_demo() else 0
    if code == 0:
        stamp.write()
    return code


def wants_demo() -> bool:
    """Demo data goes into an empty installation only; `tongban run` asks for it unless TONGBAN_DEMO=0."""
    return env.flag("TONGBAN_DEMO") and bool(find_spec("tongban.demo")) and not Account.objects.exists()


def load_demo() -> int:
    """Load, and leave a note of who may log in where `tongban run` finds it without asking the database."""
    say("正在装入演示数据……")
    code = int(
        import_module("tongban.demo.command").main(["--documents", str(env.number("TONGBAN_DEMO_DOCUMENTS", 0))])
    )
    accounts = import_module("tongban.demo.accounts").lines()
    (env.home() / stamp.ACCOUNTS).write_text("\n".join(accounts), "utf-8")
    return code


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
