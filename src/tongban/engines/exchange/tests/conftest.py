"""Topics of the tests' own, and what their handlers got."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tongban.engines.exchange import api as exchange
from tongban.engines.exchange.registry import topics
from tongban.foundation.files import api as files_api
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import within


@dataclass
class Apps:
    """Two apps that speak through the exchange: what came, in order, and what is public now."""

    came: list[tuple[str, Any]] = field(default_factory=list)
    public: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)

    def receive(self, arrived: exchange.Arrived) -> None:
        if arrived.body and arrived.body.get("bad"):
            raise Conflict("这件不能收。")
        if arrived.body and arrived.body.get("defect"):
            raise RuntimeError("a defect")
        self.came.append((arrived.key, arrived.body))
        self.came.extend((file.name, files_api.open_content(file).read()) for file in arrived.files)

    def compose(self, key: str) -> exchange.Content | None:
        if key not in self.public:
            return None
        if self.public[key] == "broken":
            raise RuntimeError("nothing to say")
        return exchange.Content(self.public[key], self.files.get(key, ()))

    def send(self, number: int, *, key: str = "a", files: Any = (), **more: Any) -> None:
        within(exchange.send, topic="test.note", key=key, body={"number": number, **more}, files=files)

    def announce(self, state: Any, *, key: str = "a") -> None:
        if state is not None:
            self.public[key] = state
        within(exchange.announce, topic="test.state", key=key)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Apps:
    made = Apps()
    scratch = {
        "test.note": exchange.Topic("便条", exchange.OFFICE, made.receive),
        "test.state": exchange.Topic(
            "状态", exchange.PUBLIC, made.receive, made.compose, keys=lambda: list(made.public)
        ),
    }
    monkeypatch.setattr(topics, "_members", scratch)
    return made
