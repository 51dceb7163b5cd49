"""Words and values of the audit trail."""

from dataclasses import dataclass
from typing import Final

from tongban.kernel.errors import Anticipated
from tongban.kernel.registry import Registry

DONE: Final = "done"
REFUSED: Final = "refused"
OUTCOMES: dict[str, str] = {DONE: "成功", REFUSED: "被拒绝"}

PERMISSIONS: dict[str, str] = {"audit.read": "查看审计记录", "audit.upkeep": "记录备份和恢复（系统）"}

# Action (dotted name of an operation) → the word that its button has. An app registers its own in ready().
labels: Registry[str] = Registry("label of an action")


# Kind of thing → its word, for what has no page of its own (references.kinds has the words of the others).
kind_labels: Registry[str] = Registry("label of a kind")


def label_of(action: str) -> str:
    """The word on the button, where the app has registered it; else the dotted name."""
    return labels.get(action) or action


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry is about, in words: its name, the word of its kind, and its page ("" when the viewer cannot open it)."""

    title: str
    kind: str
    url: str


class KeyMissing(Anticipated):
    """The chain's key is gone while sealed entries exist: a new key would only hide that."""

    code = "audit.key-missing"
    status = 503

    def __init__(self) -> None:
        super().__init__("审计密钥文件不在，已封存的记录无法校验。请从备份恢复 keys/audit.key。")


@dataclass(frozen=True, slots=True)
class Found:
    """The first thing that is wrong: at which place of the chain, which row (None when it is gone), and what."""

    seq: int
    entry_id: int | None
    what: str  # changed | deleted | inserted | reordered | truncated | checkpoint
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check: how many sealed entries were walked, how many wait for their seal, and the first fault."""

    checked: int
    unsealed: int
    checkpoints: int
    fault: Found | None = None

    @property
    def sound(self) -> bool:
        return self.fault is None
