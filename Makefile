# On a bare machine with Python 3.11 or newer: `make run` sets up, indexes the sample and serves it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= .venv-peers
TOOLS ?= .venv-tools
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Without hashes, and first: the build that fits the machine, with what that build needs.
TORCH := $(shell sed -n 's/^\(torch==[^ ]*\).*/\1/p' constraints.txt)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
NO_BROWSER := Left out: tests/test_browser*.py, as no Chromium was found (Debian: apt-get install -y chromium).
export ONRECORD_DATA_DIR ?= ./onrecord-data

.PHONY: setup run test check static bench bench-peers pins sbom openapi clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt constraints-dev.txt constraints-larger.txt rag/data/larger.safetensors index/embedding/larger.py
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "On Record needs Python 3.11 or newer.")'
	@echo 'Setting up $(VENV): about 2.5 GB of packages, some minutes, once.'
	$(PYTHON) -m venv $(VENV)
	$(PIP) 'pip==26.3'
	$(PIP) $(TORCH)
	$(PIP) --require-hashes --no-deps -r constraints.txt -r constraints-dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(PIP) --require-hashes --no-deps -r constraints-larger.txt
	$(BIN)/python -m rag.reader.careful
	$(BIN)/python -m pip uninstall --quiet --yes -r constraints-larger.txt
	$(BIN)/python -m api.keep_graphs
	$(BIN)/python -m compileall -q api index rag
	@touch $(READY)

run: setup
	@sh scripts/serve_sample.sh $(BIN)/onrecord

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile $(if $(CHROMIUM),,-m 'not browser')
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
	  haystack-ai sentence-transformers-haystack txtai sqlalchemy
	@touch $(PEERS)/.ready

pins: setup $(TOOLS)/.ready
	$(BIN)/python scripts/pins.py $(TOOLS)/bin/uv

sbom: setup $(TOOLS)/.ready
	$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o sbom.json $(BIN)/python

$(TOOLS)/.ready:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet 'uv==0.13.9' 'cyclonedx-bom==7.5.0'
	@touch $(TOOLS)/.ready

openapi: setup
	$(BIN)/python -m tests.openapi_snapshot docs/openapi.json

clean:
	rm -rf $(VENV) $(TOOLS) sbom.json .mypy_cache .ruff_cache .hypothesis dist
