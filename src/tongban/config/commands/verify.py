"""`tongban verify FILE`: what is this file's electronic signature worth? No database is needed."""

from tongban.lib.gm.verify import main

__all__ = ["main"]
