"""`tongban ofd info|text|render FILE`: what is in an OFD. No database is needed."""

from tongban.lib.ofd.command import main

__all__ = ["main"]
