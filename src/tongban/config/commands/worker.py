"""`tongban worker`: background work from the table of jobs, until SIGINT or SIGTERM; then the jobs under way are finished."""

import argparse
from collections.abc import Sequence

from tongban.config import env, listening
from tongban.config.starting import require_own_database
from tongban.foundation.jobs import api as jobs


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban worker", description="后台任务")
    threads = env.number("TONGBAN_WORKER_THREADS", 1, least=1, most=64)
    parser.add_argument("--threads", type=listening.whole(1, 64), default=threads)
    require_own_database()
    return jobs.main(threads=parser.parse_args(argv).threads)
