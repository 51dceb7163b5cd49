"""Pictures of screens for the tour and the manual: complete, no wider than the window, and small."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128  # enough for a screen of text and lines, and a third of the size
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
    # Coverage first keeps the few amber and green points, means bring grounds back to their own colour.
    small = taken.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    assert file.stat().st_size <= LARGEST, f"{file.name} is larger than {LARGEST // 1000} kB"
