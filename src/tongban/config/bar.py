"""A bar for long work: on a terminal it moves, in a log it says a line at every tenth."""

import sys
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bar:
    """`what` in Chinese. Times are of this run: what was done before its start does not count into the rest."""

    what: str
    started: float = field(default_factory=time.monotonic)
    first: int = -1
    shown: int = -1

    def show(self, done: int, total: int) -> None:
        """Draw it anew, where anything has changed."""
        self.first = done if self.first < 0 else self.first
        step = done if sys.stderr.isatty() else done * 10 // max(total, 1)
        if step == self.shown:
            return
        self.shown = step
        bar = "█" * (done * 30 // max(total, 1))
        text = f"{self.what} {done}/{total} {bar:<30} {done * 100 // max(total, 1)}% {self._rest(done, total)}"
        moving = sys.stderr.isatty() and done < total
        sys.stderr.write(f"\r{text}   " if moving else f"{chr(13) if sys.stderr.isatty() else ''}{text.rstrip()}\n")
        sys.stderr.flush()

    def _rest(self, done: int, total: int) -> str:
        spent = time.monotonic() - self.started
        if done >= total:
            return f"用时 {spent:.0f} 秒"
        made = done - self.first
        return f"约剩 {spent / made * (total - done):.0f} 秒" if made else ""
