"""The hosts: apps whose things run on processes, by the kind of their Reference."""

from tongban.engines.flow.contracts import Host
from tongban.kernel.registry import Registry

hosts: Registry[Host] = Registry("flow host")
