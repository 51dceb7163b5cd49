"""Start `tongban` once for each line of JSON on standard input: {"words": […], "settings": {…}}; print what it said and its code.

One process for all, because a start costs half a second and each of these ends before anything is served.
"""

import contextlib
import io
import json
import os
import sys

from tongban.__main__ import main


def start(words: list[str], settings: dict[str, str]) -> dict[str, object]:
    for name in [name for name in sys.modules if name.startswith("tongban.config.settings")]:
        del sys.modules[name]
    kept, said = dict(os.environ), io.StringIO()
    os.environ.update(settings)
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(kept)
    return {"code": code, "said": said.getvalue()}


for line in sys.stdin:
    sys.stdout.write(json.dumps(start(**json.loads(line))) + "\n")
    sys.stdout.flush()
