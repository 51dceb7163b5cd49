"""What an installation needs beside its tables: built-in roles, shipped processes. Done after each migration.

    deploy_steps.register("access.roles", lambda at: …)      from an app's ready()

A step is idempotent: it brings the data to what the code declares, and a second time changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from tongban.kernel.registry import Registry

DeployStep = Callable[[datetime], None]

deploy_steps: Registry[DeployStep] = Registry("deploy step")


def deploy(*, at: datetime) -> list[str]:
    """Take every step, in the order of registration (from the bottom up); their names. The first failure stops."""
    for step in deploy_steps.values():
        step(at)
    return list(deploy_steps)
