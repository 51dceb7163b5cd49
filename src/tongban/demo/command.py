"""`tongban demo [--documents N]`: the county, and N documents in all states; more of them where the county is there already."""

import argparse
import random
import sys
import time
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from tongban.demo import operations
from tongban.demo.county import SYSTEM, County, make
from tongban.demo.play import Player
from tongban.demo.units import ALL, OFFICE
from tongban.engines.seals import api as seals
from tongban.foundation.organization.api import Person, Post, Unit
from tongban.kernel.now import now

FIRST, MORE = 150, 2000
# Where documents stop: every step of the process is shown, most are issued. "" is the end.
STOPS = (
    "draft", "review", "countersign_receive", "countersign_sign", "vet", "sign", "recheck", "number", "seal", "distribute",
)  # fmt: skip


def main(argv: list[str]) -> int:
    """Load demo data; returns the exit code. Documents are counted outgoing and received together."""
    parser = argparse.ArgumentParser(prog="tongban demo", description="装入演示数据：虚构的临江县。")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--seed", type=int, default=20260101)
    given = parser.parse_args(argv)
    empty = not Unit.objects.exists()
    load(count=given.documents or (FIRST if empty else MORE), seed=given.seed, at=now(), show=progress)
    return 0


def load(*, count: int, seed: int, at: datetime, show=lambda done, total: None) -> None:
    """Make the county where there is none, then play `count` documents. Deterministic for the day and the seed."""
    empty = not Unit.objects.exists()
    rng = random.Random(f"{seed}:{localtime(at):%Y-%m-%d}:{0 if empty else Person.objects.count()}")
    start = localtime(at).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=90)
    county = make(at=start, rng=rng) if empty else find()
    player = Player(county, rng=rng, end=at)
    if empty:
        operations.open_accounts(actor=SYSTEM, at=at)
        player.make_seal(at=start)
    else:
        player.seal = seals.Seal.objects.get(unit=county.units[OFFICE], sort="official", state="valid")
    plans = _plans(max(1, count * 2 // 5), rng=rng, today=start + timedelta(days=90))
    for index, (began, stop) in enumerate(plans):
        player.document(start=began, stop_at=stop)
        show(index + 1, len(plans))


def _plans(count: int, *, rng: random.Random, today: datetime) -> list[tuple[datetime, str]]:
    """When each document begins and where it stops, in the order of time: so numbers rise with their dates."""
    plans = []
    for index in range(count):
        stop = STOPS[index // 3] if index < 3 * len(STOPS) and index % 3 == 0 else ""
        days = rng.randint(1, 12) if stop else rng.randint(4, 80)
        plans.append((_workday(today - timedelta(days=days), rng), stop))
    return sorted(plans)


def find() -> County:
    """The county that was made before."""
    county = County()
    for plan in ALL:
        unit = Unit.objects.get(name=plan.name)
        for key, home in [(plan.name, unit), *((f"{plan.name}/{s}", unit.children.get(name=s)) for s in plan.sections)]:
            county.units[key] = home
            for post in Post.objects.filter(unit=home):
                county.posts[key, post.title] = post
                people = Person.objects.filter(holdings__post=post, holdings__until=None).order_by("pk")
                county.people[key, post.title] = list(people)
    return county


def _workday(day: datetime, rng: random.Random) -> datetime:
    moment = day.replace(hour=rng.randint(8, 11), minute=rng.randint(31, 59))
    while moment.weekday() >= 5:
        moment -= timedelta(days=1)
    return moment


_started = time.monotonic()


def progress(done: int, total: int) -> None:
    """A bar on the terminal: what, count, percent, rest in words."""
    spent = time.monotonic() - _started
    rest = spent / done * (total - done)
    words = f"约剩 {rest:.0f} 秒" if done < total else f"用时 {spent:.0f} 秒"
    bar = "█" * (done * 30 // total)
    sys.stderr.write(f"\r装入演示公文 {done}/{total} {bar:<30} {done * 100 // total}% {words}   ")
    sys.stderr.write("\n" if done == total else "")
    sys.stderr.flush()
