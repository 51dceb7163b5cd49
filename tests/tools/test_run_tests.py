"""What `make test` runs again on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JOBS = "src/tongban/foundation/jobs/tests"


def test_on_the_second_database_run_the_tests_that_meet_one_and_no_others() -> None:
    files = [f"{JOBS}/{name}.py" for name in ("test_rules", "test_jobs", "test_workers_that_die")]
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "--database-only", *files]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    met = {line.partition("::")[0] for line in listed.splitlines() if "::" in line}
    assert met == set(files[1:])
