# On a bare machine with Python 3.11 or newer: `make run` sets up, indexes the sample and serves it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= .venv-peers
READY := $(VENV)/.ready
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
NO_BROWSER := Left out: tests/test_browser.py, as no Chromium was found (Debian: apt-get install -y chromium).
export ONRECORD_DATA_DIR ?= ./onrecord-data

.PHONY: setup run test check static bench bench-peers pins openapi clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "On Record needs Python 3.11 or newer.")'
	@echo 'Setting up $(VENV): about 2 GB of packages, some minutes, once.'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip==26.3'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mcp,postgres,telemetry]' --group dev
	@touch $(READY)

run: setup
	@sh scripts/serve_sample.sh $(BIN)/onrecord

test: setup
	$(BIN)/python -m pytest $(if $(CHROMIUM),,-m 'not browser')
	@$(if $(CHROMIUM),true,echo '$(NO_BROWSER)')

static: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: static test

bench: setup
	@for file in tests/bench_*.py; do \
	  name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m tests.$$name || exit 1; \
	done

bench-peers: setup $(PEERS)/.ready
	$(BIN)/python -m tests.bench_peers --venv $(PEERS) $(if $(GOLD),--gold $(GOLD)) $(if $(DATA),--data $(DATA))

$(PEERS)/.ready:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet 'torch==2.13.0'
	$(PEERS)/bin/python -m pip install --quiet 'chromadb==1.5.9' sentence-transformers langchain-chroma \
	  langchain-huggingface langchain-text-splitters llama-index-core llama-index-embeddings-huggingface \
	  haystack-ai sentence-transformers-haystack txtai
	@touch $(PEERS)/.ready

pins: setup
	(sed -n 1p constraints.txt; $(BIN)/python -m pip freeze --exclude-editable --exclude pip | sed 's/+cpu$$//') > constraints.new
	mv constraints.new constraints.txt

openapi: setup
	$(BIN)/python -m tests.openapi_snapshot docs/openapi.json

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis dist
