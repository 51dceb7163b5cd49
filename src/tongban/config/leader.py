"""A process that ends with the one that started it, however that one ends: killed hard, it can tell nobody.

`tongban run` leads web and worker, `tongban web` the processes that answer. A leader names itself in the environment of what it
starts; who is led looks twice a second whether that is still its parent. (PR_SET_PDEATHSIG of Linux would tell at once,
but is bound to a thread of the parent and known to no other system.)
"""

import os
import signal
import threading

from tongban.config import env

LED_BY = "TONGBAN_LED_BY"
LOOK_EVERY = 0.5  # seconds
STOP_WITHIN = 10.0  # seconds, from the SIGTERM to the hard end


def lead() -> dict[str, str]:
    """What the environment of a process must hold that is to end with this one."""
    return {LED_BY: str(os.getpid())}


def follow() -> None:
    """From now on, end when the leader is gone: as after SIGTERM, and hard if that takes too long. Without a leader nothing."""
    if leader := env.text(LED_BY):
        threading.Thread(target=_follow, args=(int(leader),), name="leader", daemon=True).start()


def _follow(leader: int) -> None:
    pause = threading.Event()
    while os.getppid() == leader:
        pause.wait(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    pause.wait(STOP_WITHIN)
    os._exit(1)
