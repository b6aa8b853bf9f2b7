# `make help` lists the targets. `make` alone is `make run`.
# All work offline once set up. PYTHON chooses the interpreter (3.11 or later).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.DEFAULT_GOAL := run
.PHONY: help run ask evaluate test lint fix words types pytest test-long test-random test-pythons cases validation examples bench audit clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s%s\n", $$1, $$2}' Makefile

run: ask ## Set up, answer three real questions, then serve http://127.0.0.1:8000 until Ctrl-C
	@echo; $(BIN)/safehavens serve

ask: $(READY) ## Answer three real questions
	@echo '$$ safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative'
	@$(BIN)/safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative
	@echo; echo '$$ safehavens ask "Harris County, Texas" hold --who jail --on 2024-05-01 warrant=administrative'
	@$(BIN)/safehavens ask "Harris County, Texas" hold --who jail --on 2024-05-01 warrant=administrative
	@echo; echo '$$ safehavens ask "Fresno County, CA" notify_release --who jail --on 2024-05-01 convicted_felony=no charged_with=none'
	@$(BIN)/safehavens ask "Fresno County, CA" notify_release --who jail --on 2024-05-01 convicted_felony=no charged_with=none

evaluate: $(READY) ## Evaluate California's SB 54 beside a published study, and open the report
	$(BIN)/safehavens evaluate --replicate sb54 -o dist/sb54 --open

test: lint types pytest ## Run lint, type checks and every test but the long ones

lint: $(READY) ## Check style, formatting, the import contract, what imports need, and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/codespell

fix: $(READY) ## Repair what can be repaired without judgment: lint, formatting, spelling
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/codespell --write-changes

words: $(READY) ## Collect what is said to people, update and compile the catalogs (NEW=pl adds a language)
	$(BIN)/python scripts/words.py $(NEW)

types: $(READY) ## Check types (mypy, strict)
	$(BIN)/mypy

pytest: $(READY) ## Run the tests but the long ones
	$(BIN)/pytest -n 2 --dist loadfile -m "not long"

test-long: $(READY) ## Run the long tests, then the random ones with ten times as many examples
	$(BIN)/pytest -m long
	SAFEHAVENS_EXAMPLES=10 $(BIN)/pytest -n 2 --dist loadfile \
	  $$(grep -lrE "SAFEHAVENS_EXAMPLES|from tests.compare.drawn" --include='test_*.py' tests)

test-random: $(READY) ## Compare the evaluators on 2.2 million random cases (about an hour; goes on where it stopped)
	$(BIN)/python -m tests.random_cases tables --cases 1000000
	$(BIN)/python -m tests.random_cases select --cases 1000000
	$(BIN)/python -m tests.random_cases reference --cases 100000
	$(BIN)/python -m tests.random_cases postgres --cases 100000
	$(BIN)/python -m tests.random_cases solver --cases 20000

test-pythons: $(READY) ## Run the tests with every Python from 3.11 to 3.14 found (TESTS="…" chooses which)
	$(BIN)/python scripts/try_pythons.py --uv "$(UV)" $(TESTS)

cases: $(READY) ## Run the worked cases of the law files
	$(BIN)/safehavens cases

validation: $(READY) ## Compare the panel with published lists and write docs/validation.md
	$(BIN)/python scripts/validation.py

examples: $(READY) ## Run the programs in examples/
	$(BIN)/pytest tests/docs/test_example_programs.py -rs

bench: $(READY) ## Run the benchmarks
	$(UV) sync --frozen --all-groups --python $(PYTHON)
	$(BIN)/python benchmarks/one_case.py
	$(BIN)/python benchmarks/cold_ask.py
	$(BIN)/python benchmarks/screen.py
	$(BIN)/python benchmarks/panel.py
	$(BIN)/python benchmarks/prove.py
	$(BIN)/python benchmarks/register.py
	$(BIN)/python benchmarks/evaluate.py

audit: $(READY) ## Compare the pinned versions with the known vulnerabilities of PyPI (needs the internet)
	mkdir -p dist
	$(UV) export --frozen --all-extras --all-groups --no-emit-project --quiet -o dist/pinned.txt
	$(UV) tool run pip-audit --strict --require-hashes --disable-pip -r dist/pinned.txt

# uv, where the machine has it; otherwise from PyPI, in a folder of its own.
UV = $(shell command -v uv || echo .uv/bin/uv)

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; choose it with make PYTHON=…"; exit 2; }
	@command -v uv >/dev/null || test -x .uv/bin/uv || \
	  { $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet 'uv>=0.9'; }
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

clean: ## Remove everything that was built or downloaded
	rm -rf $(VENV) .venvs .uv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
