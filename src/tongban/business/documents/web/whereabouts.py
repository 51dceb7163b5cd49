"""现在由谁办: one sentence about where the process of a document stands, for pages and for what is said after a step."""

from collections.abc import Iterable

from tongban.engines.flow import api as flow
from tongban.kernel.references import Reference

SHOWN = 3


def now_with(works: Iterable[flow.Work], *, service: bool = False) -> str:
    """现在由 秦怀川 签发。 `service`: the system itself is at work. Empty when nobody has it: it is done."""
    waiting = [work for work in works if work.state == flow.Work.OPEN]
    if not waiting:
        return "系统正在排版，排好以后自动送用印或分发。" if service else ""
    more = f"等 {len(waiting)} 人" if len(waiting) > SHOWN else ""
    return "现在由 " + "，".join(f"{w.names} {w.step}" for w in waiting[:SHOWN]) + f"{more}。"


def after(subject: Reference) -> str:
    """The same, asked anew after a step was done."""
    works = flow.open_works(subject)
    return now_with(works, service=not works and flow.waiting_service(subject, "lay_out") is not None)
