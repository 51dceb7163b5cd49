"""Wheel build hook: copies the built files of the npm packages into the wheel and draws the icon sprite."""

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import building  # noqa: E402
import sprite  # noqa: E402

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "bpmn-viewer.min.js": "bpmn-js/dist/bpmn-navigated-viewer.production.min.js",
    "bpmn-modeler.min.js": "bpmn-js/dist/bpmn-modeler.production.min.js",
    "bpmn-js.css": "bpmn-js/dist/assets/bpmn-js.css",
    "bpmn-codes.css": "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css",
    "diagram-js.css": "bpmn-js/dist/assets/diagram-js.css",
}
FONTS = {"bpmn.woff2": "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2"}  # the signs of the designer
SOURCE_MAP = re.compile(r"\s*(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=.*?\*/)")
LOADS = re.compile(r"""(?:url\(|@import|sourceMappingURL=|\bsrc=)\s*["']?\s*(?:https?:)?//""")


class AssetsHook(BuildHookInterface):
    """Stages the files in a temporary folder; the source tree is never written to."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self.stage = Path(tempfile.mkdtemp())
        stage(self.stage)
        build_data["force_include"][str(self.stage)] = "tongban_assets"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self.stage)


def stage(target: Path) -> None:
    """Fill `target` with static/tongban_assets/, licences/ and icons.txt."""
    static = target / "static" / "tongban_assets"
    static.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        modules = building.npm_ci(HERE, Path(work))
        for name, path in FILES.items():
            (static / name).write_text(local((modules / path).read_text("utf-8"), name), "utf-8")
        for name, path in FONTS.items():
            shutil.copyfile(modules / path, static / name)
        names = sprite.names((HERE / "icons.txt").read_text("utf-8"))
        (static / "icons.svg").write_text(sprite.draw(names, modules / "@tabler/icons/icons/outline"), "utf-8")
        building.licences(modules, target / "licences")
    (target / "icons.txt").write_text("\n".join(names) + "\n", "utf-8")
    shutil.copytree(HERE / "licences", target / "licences", dirs_exist_ok=True)


def local(text: str, name: str) -> str:
    """The file without its source map comment; refuses a file that would load something from elsewhere."""
    text = SOURCE_MAP.sub("", text)
    if found := LOADS.search(text):
        raise SystemExit(f"{name} would load from another host: …{text[found.start() : found.end() + 40]}…")
    return text.rstrip() + "\n"
