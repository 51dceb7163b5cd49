"""`tongban verify FILE`: what is this file's electronic signature worth? No database is needed."""

from tongban.lib.edoc.verify import main

__all__ = ["main"]
