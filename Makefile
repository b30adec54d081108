# Three verbs run everything: make run, make test, make check.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV = UV_COMPILE_BYTECODE=1 VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
DATA ?= .data/demo
PORT ?= 8000
# Rows of the batch that `make bench` measures; 10,000 take some minutes.
ROWS ?= 2000

.PHONY: run install derived install-dev test test-slow check bench screenshots format lock clean

run: derived ## starts Tomoni on loopback with the demonstration vendor
	$(BIN)/tomoni serve --demo --data $(DATA) --port $(PORT)

install: $(VENV)/installed derived ## .venv with the tomoni command
derived: $(VENV)/installed ## byte code, what a start reads of knowledge/, and triage weights, learned anew only where it has changed
	@$(BIN)/python -m compileall -q assistant api
	@$(BIN)/python -m assistant.bootstrap
install-dev: $(VENV)/installed-dev

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Tomoni needs Python 3.11 ($(PYTHON) was not found; set PYTHON=...)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv

$(VENV)/installed: $(BIN)/uv requirements.lock pyproject.toml
	$(UV) pip install --quiet --require-hashes -r requirements.lock
	$(UV) pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(UV) pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

test: install-dev derived ## what promises are kept, under ten minutes on two cores
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

test-slow: install-dev derived
	$(BIN)/python -m pytest -m slow

check: install-dev ## format, lint, types
	$(BIN)/ruff format --check assistant api tests
	$(BIN)/ruff check assistant api tests
	$(BIN)/pyright

format: install-dev
	$(BIN)/ruff format assistant api tests
	$(BIN)/ruff check --fix assistant api tests

bench: install-dev derived ## speed and retrieval, in one run
	$(BIN)/python -m tests.bench.speed
	$(BIN)/python -m tests.bench.streams
	$(BIN)/python -m tests.bench.recall_speed
	$(BIN)/python -m tests.bench.retrieval
	$(BIN)/python -m tests.bench.page
	$(BIN)/python -m tests.bench.batch --rows $(ROWS)
	$(BIN)/python -m tests.bench.slack
	$(BIN)/python -m tests.bench.reviews
	$(BIN)/python -m tests.bench.workers

screenshots: install-dev derived ## docs/screenshots: every page, light, dark, English, phone
	$(BIN)/python -m tests.browser.screenshots

lock: $(BIN)/uv ## resolves the dependencies anew
	$(UV) pip compile --quiet --upgrade pyproject.toml --python-version 3.11 --generate-hashes --no-header -o requirements.lock
	$(UV) pip compile --quiet --upgrade --group dev pyproject.toml --python-version 3.11 --generate-hashes --no-header -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .data
