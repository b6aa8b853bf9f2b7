# make run   set up, answer three real questions, then serve pages and the API at
#            http://127.0.0.1:8000 until stopped (Ctrl-C)
# make ask   the three questions alone
# make test  set up, then lint, types and every test
# Both work offline once set up. PYTHON chooses the interpreter (3.11 or later).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: run ask test lint types pytest cases bench clean

run: ask
	@echo; $(BIN)/safehavens serve

ask: $(READY)
	@echo '$$ safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative'
	@$(BIN)/safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative
	@echo; echo '$$ safehavens ask "Harris County, Texas" hold --who jail --on 2024-05-01 warrant=administrative'
	@$(BIN)/safehavens ask "Harris County, Texas" hold --who jail --on 2024-05-01 warrant=administrative
	@echo; echo '$$ safehavens ask "Fresno County, CA" notify_release --who jail --on 2024-05-01 convicted_felony=no charged_with=none'
	@$(BIN)/safehavens ask "Fresno County, CA" notify_release --who jail --on 2024-05-01 convicted_felony=no charged_with=none

test: lint types pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

pytest: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile

cases: $(READY)
	$(BIN)/safehavens cases

bench: $(READY)
	$(UV) sync --frozen --all-groups --python $(PYTHON)
	$(BIN)/python benchmarks/one_case.py
	$(BIN)/python benchmarks/cold_ask.py
	$(BIN)/python benchmarks/screen.py
	$(BIN)/python benchmarks/panel.py
	$(BIN)/python benchmarks/prove.py

# uv, where the machine has it; else from PyPI, in a folder of its own.
UV = $(shell command -v uv || echo .uv/bin/uv)

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; say which with make PYTHON=…"; exit 2; }
	@command -v uv >/dev/null || test -x .uv/bin/uv || \
	  { $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet 'uv>=0.9'; }
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

clean:
	rm -rf $(VENV) .uv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
