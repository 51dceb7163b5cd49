"""`tongban jobs list | retry [ID …]`: background work that gave up after all its attempts."""

import argparse
import sys
from collections.abc import Sequence

from tongban.foundation.jobs import api as jobs
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban jobs", description="失败的后台任务")
    parser.add_argument("what", choices=["list", "retry"])
    parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="只重试这些；不写则全部重试")
    options = parser.parse_args(argv)
    return show() if options.what == "list" else retry(options.ids)


def show() -> int:
    for job in jobs.dead_jobs():
        last = job.last_error.partition("\n")[0]
        sys.stdout.write(f"{job.pk}\t{jobs.job_label(job.name)}\t{job.attempts} 次\t{last}\n")
    return 0


def retry(ids: Sequence[int]) -> int:
    """Each is an operation of its own; one that cannot be retried is told and does not stop the others."""
    actor, failed = system_actor("系统运维"), 0
    for number in ids or list(jobs.dead_jobs().values_list("pk", flat=True)):
        try:
            jobs.retry_dead(job=jobs.job_by_id(number), actor=actor, at=now())
            sys.stdout.write(f"{number}\t已重新排队\n")
        except Anticipated as error:
            failed += 1
            sys.stderr.write(f"{number}\t{error.message}\n")
    return 1 if failed else 0
