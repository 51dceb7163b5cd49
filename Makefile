# Tongban's commands. `make` alone prints them.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
CODE := src tests tools packages $(wildcard bench)
RUN_NEEDS := $(if $(DATABASE_URL)$(REDIS_URL)$(TONGBAN_S3_BUCKET),production,base)
unexport PYTHONDONTWRITEBYTECODE # what is compiled is kept: a start costs half
.DEFAULT_GOAL := help
.PHONY: help run test browser interface check fix bench soak where new-app demo docs backup restore lock wheels wheelhouse python ready dev

help:
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: ready ## make everything that is needed and start on http://localhost:8000, the hall for the public on 8001 (PORT=9000 for another port)
	@$(BIN)/tongban run

test: dev ## all tests but the browser's, on SQLite and then on PostgreSQL where one answers
	@$(BIN)/python tools/run_tests.py $(ARGS)

browser: dev ## the journeys in Chromium
	@$(PYTEST) -n 2 --dist loadfile -m browser tests/browser $(ARGS)

interface: dev ## schemathesis tries every operation of /api/v1 on a throw-away database, all checks on
	@$(BIN)/python tests/interface/run.py $(ARGS)

check: dev ## linters, types, layers, migrations, structure: no test of behaviour
	@$(BIN)/python tools/run_checks.py

fix: dev ## let ruff put right what it can, and make the generated pages anew
	@$(BIN)/ruff check --fix $(CODE); $(BIN)/ruff format $(CODE); $(BIN)/python tools/docs.py

bench: dev ## measure against the figures kept in bench/
	@$(BIN)/python -m bench

soak: dev ## two minutes with many users at once, then what must hold is checked (make soak ARGS="--minutes 30")
	@$(BIN)/python -m bench soak $(ARGS)

where: python ## where does a thing live? make where Q=文号
	@$(PYTHON) tools/where.py "$(Q)"

new-app: python ## the skeleton of an app: make new-app GROUP=business NAME=widgets
	@$(PYTHON) tools/new_app.py "$(GROUP)" "$(NAME)"

demo: ready ## 2,000 more documents and 5,000 cases of demo data, made in the background, with a progress bar
	@$(BIN)/tongban demo

docs: dev ## make the generated pages of docs/ anew
	@$(BIN)/python tools/docs.py; $(BIN)/python tools/permissions.py; $(BIN)/python tools/rest.py

backup: ready ## database, files and keys into one archive: make backup TO=file
	@$(BIN)/tongban backup $(TO)

restore: ready ## the way back: make restore FROM=file
	@$(BIN)/tongban restore $(FROM)

lock: dev ## compile requirements/*.in (raise what is open: make lock UPGRADE=1)
	@requirements/compile.sh $(if $(UPGRADE),--upgrade)

wheels: python ## build the wheels of fonts and assets again, though nothing changed
	@$(PYTHON) tools/bootstrap.py wheels

wheelhouse: python ## everything that a machine without a network needs, in var/wheelhouse
	@$(PYTHON) tools/bootstrap.py wheelhouse

python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Tongban needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 …")'

ready: python
	@$(PYTHON) tools/bootstrap.py $(RUN_NEEDS)

dev: python
	@$(PYTHON) tools/bootstrap.py dev
