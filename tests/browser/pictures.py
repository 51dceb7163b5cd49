"""Pictures of screens for the tour and the manual: complete, no wider than the window, and small."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128  # the commonest of the screen, kept exactly; the rest go to the nearest
LARGEST = 150_000  # bytes
_LOADED = """async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
  await document.fonts.ready;
}"""


def fits(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def save(page: Page, file: Path) -> None:
    """What the window shows, as a PNG with a palette. Pictures of pages are waited for."""
    assert fits(page), f"{page.url} is wider than its window"
    page.evaluate(_LOADED)
    taken = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    file.parent.mkdir(parents=True, exist_ok=True)
    taken.quantize(palette=_commonest(taken), dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size <= LARGEST, f"{file.name} is larger than {LARGEST // 1000} kB"


def _commonest(picture: Image.Image) -> Image.Image:
    """A palette of the picture's commonest colours, so that areas and lines keep theirs."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted for part in colour])  # type: ignore[attr-defined]
    return palette
