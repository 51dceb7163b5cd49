"""`tongban process check | play FILE`: is this BPMN model sound, and how does it run? No database is needed."""

from tongban.lib.bpmn.command import main

__all__ = ["main"]
