"""What must hold when the run is over, each as a sentence and what is wrong with it; read from the database itself."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, Q

from bench.soak.people import Tally
from bench.soak.system import System
from tongban.business.documents.models import Document, Incoming
from tongban.engines.flow.models import Instance, Token, Work
from tongban.foundation.audit.models import Entry
from tongban.foundation.inbox.models import Item
from tongban.foundation.jobs.models import Job
from tongban.foundation.numbering.models import Number

MOST_GROWTH = 1.25  # of a process's memory, from the end of the first third to the end


def first_entry() -> int:
    """Where the audit trail of the run begins."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def broken(system: System, tally: Tally, *, since: int) -> Iterator[tuple[str, list[str]]]:
    """Each promise with its faults; none where it is kept."""
    yield "the audit trail verifies", said(system, "audit", "verify")
    yield "check-data finds nothing", said(system, "check-data")
    yield "each answer of an operation stands in the audit trail once", list(answers(tally, since))
    yield "no number is doubled or lost", list(numbers())
    yield "every process that runs has an open step, and none that ended", list(steps())
    yield "every open step lies on a desk, and nothing else does", list(desks())
    yield "no job gave up, none is left", list(jobs())
    yield "no answer was an error", tally.faults
    yield f"memory grows by less than {MOST_GROWTH - 1:.0%} after the first third", list(growth(system))


def said(system: System, *words: str) -> list[str]:
    done = system.run(*words)
    return [] if done.returncode == 0 else [done.stdout.strip()[-500:] or done.stderr.strip()[-500:]]


def answers(tally: Tally, since: int) -> Iterator[str]:
    """A redirect is given after the commit; where no answer came, the operation may have been carried out or not."""
    entries = Entry.objects.filter(pk__gt=since, by_system=False, outcome="done")
    found = Counter(entries.values_list("action", flat=True))
    for action, count in sorted(tally.done.items()):
        if not count <= found[action] <= count + tally.unknown.get(action, 0):
            yield f"{action}: {count} answers, {found[action]} entries"


def numbers() -> Iterator[str]:
    runs: dict[tuple[int, int], list[int]] = {}
    for series, year, serial in Number.objects.values_list("series_id", "year", "serial").order_by("serial"):
        runs.setdefault((series, year), []).append(serial)
    for (series, year), serials in runs.items():
        if serials != list(range(1, len(serials) + 1)):
            yield f"series {series} of {year}: {serials}"
    for model in (Document, Incoming):
        texts = model.objects.exclude(number_text="").values_list("unit_id", "number_text")
        yield from (f"{text} stands on {count} documents" for text, count in Counter(texts).items() if count > 1)


def steps() -> Iterator[str]:
    works = Work.objects.filter(instance=OuterRef("pk"), state=Work.OPEN)
    for instance in Instance.objects.filter(~Exists(works), ended=""):
        waits = Token.objects.filter(instance=instance).values_list("element", flat=True)
        yield f"{instance.subject} has no open step; its tokens: {list(waits)}"
    yield from (f"{work.subject} has ended and {work.step} is open" for work in ended_with_work())


def ended_with_work() -> list[Work]:
    return list(Work.objects.filter(~Q(instance__ended=""), state=Work.OPEN))


def desks() -> Iterator[str]:
    items = Item.objects.filter(source_kind="work", desk="todo", state=Item.OPEN)
    lying = Exists(items.filter(source_id=OuterRef("pk")))
    yield from (f"{w.subject} {w.step} lies nowhere" for w in Work.objects.filter(~lying, state=Work.OPEN))
    open_work = Exists(Work.objects.filter(pk=OuterRef("source_id"), state=Work.OPEN))
    yield from (f"{item.subject} {item.step} still lies on a desk" for item in items.filter(~open_work))


def jobs() -> Iterator[str]:
    """Periodic ones have no row here."""
    states: dict[str, Callable[[Job], bool]] = {"dead": lambda job: True, "waiting": lambda job: job.attempts == 0}
    for job in Job.objects.filter(state__in=states):
        if states[job.state](job):
            yield f"{job.name} is {job.state}: {job.reason}"


def growth(system: System) -> Iterator[str]:
    last = system.memory[-1]
    early = next(row for row in system.memory if row[0] >= last[0] / 3)
    for name, before, after in (("web", early[1], last[1]), ("worker", early[2], last[2])):
        if after > before * MOST_GROWTH:
            yield f"{name}: {before // 1024} MB, then {after // 1024} MB"
