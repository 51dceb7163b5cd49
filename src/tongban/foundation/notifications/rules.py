"""Short messages as the networks know them, and when to try again. Pure."""

from datetime import timedelta

from tongban.lib.typed import Wrong, mobile

ONE_PART = 70  # UTF-16 units that fit into one short message in Chinese
EACH_PART = 67  # of a longer text: three units of each part say that it is one
LONGEST = EACH_PART * 10
MOST_ATTEMPTS = 6


def mobile_of(text: str) -> str:
    """The eleven digits of a mobile number of the mainland; "" for anything else. Spaces, hyphens and +86 are fine."""
    try:
        return mobile(text)
    except Wrong:
        return ""


def parts_of(text: str) -> list[str]:
    """The text as it goes over the air: one part of up to 70 units, or several of 67. No character is cut in two."""
    if units(text) <= ONE_PART:
        return [text]
    parts, current = [], ""
    for character in text:
        if units(current + character) > EACH_PART:
            parts.append(current)
            current = ""
        current += character
    return [*parts, current]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def pause_before(attempt: int) -> timedelta | None:
    """How long to wait before this attempt (the first is 1), None when it is one too many: 1, 4, 16, 64, 256 minutes."""
    return timedelta(minutes=4 ** (attempt - 2)) if 1 < attempt <= MOST_ATTEMPTS else None
