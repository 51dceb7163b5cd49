"""`tongban audit verify | seal | checkpoint`."""

from collections.abc import Sequence

from tongban.foundation.audit import api as audit
from tongban.kernel.now import now


def main(argv: Sequence[str]) -> int:
    return audit.main(argv, at=now())
