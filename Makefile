# GreenPlat: everything a person does with a clone of it.

PYTHON_VENV := .venv/bin/python
WORKERS ?= 2
OUT ?= out

# what runs without a window, whatever screen there is
OFFSCREEN := QT_QPA_PLATFORM=offscreen
PYTEST := $(OFFSCREEN) $(PYTHON_VENV) -m pytest -q
# a test that takes hours does not hang: threads are told of after three of them, not ten minutes
PATIENTLY := -o faulthandler_timeout=10800
# tests that a worker took with it are waited for in vain by the others: it ends the run
DEAD := --max-worker-restart=0

.DEFAULT_GOAL := help
.PHONY: help setup run test checks bench screenshots soak torture lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make or renew .venv (every other target does it by itself)
	@.ci/setup

run: setup ## open the sample park; without a screen write its sheets into out/
	@$(PYTHON_VENV) -m app.demo --out $(OUT)

test: checks ## all checks and all tests that end within 15 minutes
	$(PYTEST) -n $(WORKERS) --dist loadfile $(DEAD) -m "not soak and not torture"

checks: setup ## form, imports and types, without the tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/deptry .
	.venv/bin/pyright

bench: setup ## print the performance table and write out/bench.json
	@$(OFFSCREEN) $(PYTHON_VENV) -m tests.bench

screenshots: ## pictures of the window into docs/ and out/ (on a screen of its own)
	@.ci/setup --with-screen
	@$(PYTHON_VENV) -m tests.screenshots

soak: setup ## long random histories of edits, hours if need be
	HYPOTHESIS_PROFILE=thorough $(PYTEST) $(PATIENTLY) -m soak

torture: setup ## killed, full disk, damaged files, in large numbers
	HYPOTHESIS_PROFILE=thorough $(PYTEST) $(PATIENTLY) -m torture

lock: setup ## pin pyproject.toml's packages anew (newest versions: make lock UPGRADE=--upgrade)
	$(PYTHON_VENV) -m pip install --quiet uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate --group dev $(UPGRADE) \
		pyproject.toml --output-file requirements.lock

clean: ## remove outputs and caches (.venv stays; delete it to set up afresh)
	rm -rf $(OUT) build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
