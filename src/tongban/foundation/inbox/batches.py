"""What can be done with several ticked rows of 待办 at once; an app above says it."""

from dataclasses import dataclass

from tongban.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class BatchAct:
    """A button above the list: it posts the numbers of the ticked rows, as `ref`, to this page."""

    label: str
    url_name: str


batch_acts: Registry[BatchAct] = Registry("act on several to-dos")
