"""`tongban web`: pages and files on PORT. TLS, several machines and big files are the work of a proxy in front."""

import argparse
import os
from collections.abc import Sequence

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tongban.config import env, leader, listening

GRACE = 8  # seconds for the answers under way, when the process is asked to stop
THREADS = 4


def main(argv: Sequence[str]) -> int:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="tongban web", description="网页服务")
    listening.add_arguments(parser)
    processes = env.number("TONGBAN_WEB_PROCESSES", 1, least=1, most=256)
    parser.add_argument("--processes", type=listening.whole(1, 256), default=processes)
    options = parser.parse_args(argv)
    listening.require_free(options.bind, options.port)
    serve(bind=options.bind, port=options.port, processes=options.processes)
    return 0


def serve(*, bind: str, port: int, processes: int) -> None:
    """The server's own process stays small: the application is loaded in the processes that it starts."""
    os.environ |= leader.lead()
    Granian(
        "tongban.config.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
    ).serve()
