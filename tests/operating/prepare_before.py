"""Run by the upgrade test with the code of the version before: its `tongban prepare`, migrating as today's does.

That version makes all classes anew at each step, which takes as long as all the rest of the test.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tongban.__main__ import main
from tongban.config.starting import start_django

start_django()

TODAY = Path(__file__).parents[2] / "src/tongban/config/states.py"
spec = spec_from_file_location("states_of_today", TODAY)
assert spec
assert spec.loader
states = module_from_spec(spec)
spec.loader.exec_module(states)
with states.few_models_anew():
    raise SystemExit(main(["prepare"]))
