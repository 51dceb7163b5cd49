"""How a reader of the public pages wants them shown: 长辈版, larger letters, black with yellow. A cookie of the browser, no account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from django.http import HttpRequest

COOKIE = "tongban_display"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    """The same site in another dress. `elder` shows fewer things, larger, with the telephone number on each page."""

    elder: bool = False
    larger: bool = False
    dark: bool = False

    @property
    def classes(self) -> str:
        return " ".join(f"tb-{name}" for name in self.words)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self) if getattr(self, f.name))

    @property
    def text(self) -> str:
        """What the cookie holds."""
        return ".".join(self.words)


def display_of(request: HttpRequest) -> Display:
    """What the cookie says; anything else in it is not looked at."""
    return _made(request.COOKIES.get(COOKIE, "").split("."))


def changed(display: Display, asked: Mapping[str, str]) -> Display:
    """{"elder": "on"} sets one of them, {"elder": "off"} lets it go; with 长辈版 goes the rest."""
    if asked.get("elder") == "off":
        return Display()
    now = {f.name: getattr(display, f.name) for f in fields(Display)}
    return Display(
        **{name: asked.get(name) == "on" or (held and asked.get(name) != "off") for name, held in now.items()}
    )


def _made(words: Collection[str]) -> Display:
    return Display(**{f.name: f.name in words for f in fields(Display)})
