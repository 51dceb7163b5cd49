"""`tongban demo`: more documents and cases for an installation that runs on demo data, made by the worker in the background.

The bar on the terminal only watches: Ctrl-C ends the watching where a worker of `tongban run` does the work. Where none runs,
one is started for as long as it takes. What was interrupted goes on at the next `tongban demo`; what is there is not made twice.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tongban.config.bar import Bar
from tongban.config.commands.run import command, ends
from tongban.foundation.identity.api import Account
from tongban.foundation.jobs import api as jobs
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

LOOK_EVERY = 0.5  # seconds
PATIENCE = 3.0  # for a worker that runs already
STOP_WITHIN = 10.0


def main(argv: Sequence[str]) -> int:
    """0 when all documents are there; 1 when they are not, with the reason."""
    if find_spec("tongban.demo") is None:
        return refuse("这个安装不带演示数据。")
    loading: Any = import_module("tongban.demo.loading")
    parser = argparse.ArgumentParser(prog="tongban demo", description="在后台装入更多演示公文和办件")
    parser.add_argument("--documents", type=int, default=loading.MORE, help="发文和收文合计")
    parser.add_argument("--cases", type=int, default=loading.MORE_CASES, help="办件")
    parser.add_argument("--seed", type=int, default=loading.SEED)
    given = parser.parse_args(argv)
    if not loading.is_here():
        if Account.objects.exists():
            return refuse("这个安装不是演示安装，不能装入演示数据。")
        show = Bar("装入演示县").show
        loading.first(count=loading.FIRST, cases=loading.FIRST_CASES, at=now(), show=show)
    operations: Any = import_module("tongban.demo.operations")
    operations.ask_for_more(
        count=given.documents, cases=given.cases, seed=given.seed, actor=system_actor("演示数据"), at=now()
    )
    return Watch(operations.BUILDING).until_made()


class Watch:
    """Looks at the job of this key until it has ended, with a worker of its own where nobody else takes it."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.bar = Bar("装入演示数据")
        self.held = time.monotonic()
        self.worker: subprocess.Popen[bytes] | None = None

    def until_made(self) -> int:
        try:
            job = self._ended()
        except KeyboardInterrupt:
            where = "后台继续装入，进度见管理后台的“后台任务”" if self.worker is None else "下次运行 make demo 接着装入"
            sys.stderr.write(f"\n{where}。\n")
            return 1
        finally:
            self._dismiss()
        return 0 if job.state == jobs.DONE else refuse(f"演示数据没有装完：{job.reason}")

    def _ended(self) -> Any:
        while True:
            job = jobs.latest_with_key(self.key)
            assert job is not None
            if job.progress_total:
                self.bar.show(job.progress_done, job.progress_total)
            if job.state in (jobs.DONE, jobs.DEAD):
                return job
            self._need_worker(job)
            time.sleep(LOOK_EVERY)

    def _need_worker(self, job: Any) -> None:
        """Nobody has held the job for a while: there is no worker, or it was killed and its lease is over."""
        if job.state == jobs.RUNNING and job.lease_until and job.lease_until > datetime.now(UTC):
            self.held = time.monotonic()
        elif self.worker is None and time.monotonic() > self.held + PATIENCE:
            sys.stderr.write("没有正在运行的后台服务，临时启动一个。\n")
            self.worker = command("worker")

    def _dismiss(self) -> None:
        if self.worker is not None:
            self.worker.terminate()
            if not ends(self.worker, until=time.monotonic() + STOP_WITHIN):
                self.worker.kill()


def refuse(why: str) -> int:
    sys.stderr.write(why + "\n")
    return 1
