"""Sweeping processes that are killed in the middle: no mark is lost and none told twice. On both databases."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

pytestmark = pytest.mark.django_db  # its template of migrated databases

TOLD = """
import django
django.setup()
from tongban.foundation.jobs.models import Job
for payload in Job.objects.filter(name__endswith=":ClockPassed").values_list("payload", flat=True):
    print(payload["event_data"]["clock"])
"""

CLOCKS = 120
SWEEPERS = 3

PREPARE = f"""
import django
django.setup()
from tongban.foundation.clocks.testing import make_many_clocks
from tongban.kernel.testing import MONDAY
make_many_clocks(running={CLOCKS + 5}, due={CLOCKS}, at=MONDAY)
"""
SWEEP = """
import django
django.setup()
from tongban.foundation.clocks import jobs
from tongban.foundation.clocks.tests.listening import listen_slowly
from tongban.kernel.testing import MONDAY
listen_slowly()
jobs.BATCH, jobs.now = 4, lambda: MONDAY
print("ready", flush=True)
jobs.sweep()
"""


def test_killed_at_any_moment_the_sweep_loses_and_doubles_nothing(migrated_url):
    assert run(PREPARE, migrated_url).wait(180) == 0
    for _ in range(SWEEPERS - 1):
        sweeper = run(SWEEP, migrated_url)
        assert sweeper.stdout is not None
        sweeper.stdout.readline()
        time.sleep(0.25)
        os.kill(sweeper.pid, signal.SIGKILL)
        sweeper.wait(10)
    assert 0 < len(told(migrated_url)) < CLOCKS, "nobody was killed in the middle"
    assert run(SWEEP, migrated_url).wait(60) == 0
    assert Counter(told(migrated_url)) == Counter(range(1, CLOCKS + 1))


def run(code: str, url: str) -> subprocess.Popen[bytes]:
    settings = {"DJANGO_SETTINGS_MODULE": "tongban.config.settings", "DATABASE_URL": url}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)


def told(url: str) -> list[int]:
    """The clocks that a job was left for, which is what a telling comes to."""
    return [int(line) for line in run(TOLD, url).communicate(timeout=60)[0].split()]
