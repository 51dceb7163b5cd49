"""What is this file's seal worth, whether OFD or PDF? The command `tongban verify` and the pages that check files use it."""

from collections.abc import Sequence
from datetime import datetime

from tongban.lib.edoc.verifying import verify_ofd
from tongban.lib.gm import verify
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.report import Report
from tongban.lib.ofd.document import is_ofd

# OFD first: a package may carry a PDF near its start, a PDF does not start as a package.
KINDS: verify.Kinds = ((is_ofd, verify_ofd), *verify.PDF_ONLY)


def report(data: bytes, *, anchors: Anchors, at: datetime) -> Report:
    """The report on `data`, OFD or PDF, judged for the time `at`; never an error: what cannot be read says so."""
    return verify.report(data, anchors=anchors, at=at, kinds=KINDS)


def main(argv: Sequence[str]) -> int:
    """`tongban verify`: see `tongban.lib.gm.verify` for options and exit codes."""
    return verify.main(argv, kinds=KINDS)
