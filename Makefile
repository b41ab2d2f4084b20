# run, test, check: each does all of its own setup, and nothing when it is done already.
.DEFAULT_GOAL := help
.PHONY: help run test check bench fuzz screenshots

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help:
	@echo "make run     the archive on http://127.0.0.1:8000 (PORT=8001 make run: another port)"
	@echo "make test    the tests (ARGS='-k ingest' make test: some of them)"
	@echo "make bench   speed, beside what bounds it (SIZE=100000 articles)"
	@echo "make fuzz    the API against its own schema (CASES=100000 requests, SEED=1)"
	@echo "make screenshots   the pictures in docs/, from the sample newsroom (needs Chromium)"
	@echo "make check   style, types, structure, migrations, deployment settings"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "The archive needs Python 3.11 or newer: PYTHON=python3.12 make run")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian: apt install python3-venv)."; exit 1; }

# A stamp is as new as the last complete install, so that a broken one is tried again.
# The archive itself is not installed: it runs from this folder.
define install
	@echo "Installing $(2) packages into $(VENV) ..."
	@$(BIN)/python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*$(1), sep='\n')" > $(VENV)/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --requirement $(VENV)/requirements.txt
	@touch $@
endef

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,project['dependencies'],runtime)

$(VENV)/installed-dev: pyproject.toml constraints.txt $(VENV)/installed
	$(call install,project['optional-dependencies']['dev'],development)

run: $(VENV)/installed
	@$(BIN)/python manage.py run

test: $(VENV)/installed-dev
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=on $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/installed-dev
	@$(BIN)/python -m tests.bench

fuzz: $(VENV)/installed-dev
	@$(BIN)/python -m tests.fuzz

screenshots: $(VENV)/installed-dev
	@$(BIN)/python -m tests.screenshots
