# On a bare machine with Python 3.11 or newer: `make run` sets up, indexes the sample and serves it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export ONRECORD_DATA_DIR ?= ./onrecord-data

.PHONY: setup run test check static bench pins openapi clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "On Record needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip==26.3'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . --group dev
	@touch $(READY)

run: setup
	@sh scripts/serve_sample.sh $(BIN)/onrecord

test: setup
	$(BIN)/python -m pytest

static: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: static test

bench: setup
	@for file in tests/bench_*.py; do \
	  name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m tests.$$name || exit 1; \
	done

pins: setup
	(sed -n 1p constraints.txt; $(BIN)/python -m pip freeze --exclude-editable --exclude pip | sed 's/+cpu$$//') > constraints.new
	mv constraints.new constraints.txt

openapi: setup
	$(BIN)/python -m tests.openapi_snapshot docs/openapi.json

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis dist
