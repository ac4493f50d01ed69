# From a bare checkout with Python 3.11+, git and make: `make demo` or `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CUTTINGS_HOME ?= $(CURDIR)/cuttings-data
export CUTTINGS_HOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1

INSTALL := $(BIN)/python -m pip install --quiet --no-deps --no-compile
# Everything of a lock file. pip would compile on one core, so all cores do it afterwards; templates among the packages compile nowhere.
install = $(INSTALL) --require-hashes -r $(1) && { $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib; true; }

.PHONY: help demo test tests check crash cluster bench evaluate model lock audit clean
.DEFAULT_GOAL := help

help:  ## Show the targets.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/.run  ## Set everything up, load the demonstration articles, ask one question.
	$(BIN)/python corpus/tools/demo.py "$(CUTTINGS_HOME)/demo"
	$(BIN)/cuttings load "$(CUTTINGS_HOME)/demo" --metadata "$(CUTTINGS_HOME)/demo/metadata.csv"
	@echo
	@cat demo/question.sql
	@echo
	@$(BIN)/cuttings sql - < demo/question.sql
	@echo
	@echo 'Go on with: . $(BIN)/activate; cuttings sql .tables; cuttings show b006 --open'

test: $(VENV)/.dev  ## Set everything up for development; all tests, and style, types and import contracts beside them.
	@$(MAKE) --no-print-directory --jobs 2 check tests

# The long tests stand first in order of folders and names; the short ones at the end keep both workers busy until the last minute.
tests: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 25 --durations-min 5

check: $(VENV)/.dev  ## Style, types and import contracts only.
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar --nocolor sql

crash: $(VENV)/.dev  ## Kill two hundred loads at random moments; nothing may be lost or doubled (a quarter of an hour).
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.pipeline.crash kills --count 200

cluster: $(VENV)/.dev requirements/ray.txt  ## Install Ray too and test the parse on a cluster of three nodes on this machine.
	$(INSTALL) --require-hashes -r requirements/ray.txt
	$(BIN)/python -m pytest tests/pipeline/test_cluster.py

bench: $(VENV)/.dev  ## Measure what each part costs, and how load and publication grow; rewrites docs/BENCHMARK.md.
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.evaluation.bench

evaluate: $(VENV)/.dev  ## Score the tagger, and the warehouse through the real pipeline, on the gold corpus.
	$(BIN)/python -m etl.model.evaluate --split dev test --compare-spacy
	$(BIN)/python -m tests.evaluation.run

TRAIN := .venv-train

model: $(TRAIN)/.done $(VENV)/.dev  ## Train the tagger anew on the corpus and score it.
	$(TRAIN)/bin/python -m pytest -q tests/unit/test_model_training.py --noconftest
	OMP_WAIT_POLICY=PASSIVE $(TRAIN)/bin/python -m etl.model.training
	$(BIN)/python -m tests.evaluation.look_examples $(TRAIN)/look.pkl
	$(TRAIN)/bin/python -m etl.model.training.look $(TRAIN)/look.pkl
	$(BIN)/python -m etl.model.evaluate --card

TRAIN_INSTALL := $(TRAIN)/bin/python -m pip install --quiet --no-deps --require-hashes

$(TRAIN)/.done: $(wildcard requirements/train*.txt)
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN_INSTALL) -r requirements/train.txt
	$(TRAIN_INSTALL) -r requirements/train-torch-cpu.txt 2>/dev/null || $(TRAIN_INSTALL) -r requirements/train-torch.txt
	@touch $@

lock:  ## Resolve the requirements anew (needs uv).
	uv pip compile $(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile $(LOCK) --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt
	uv pip compile $(LOCK) --extra ray -c requirements/dev.txt pyproject.toml requirements/build.in -o requirements/ray.txt
	uv pip compile $(LOCK) requirements/audit.in -o requirements/audit.txt
	cat requirements/train.txt requirements/train-torch.txt > requirements/train-all.txt
	uv pip compile $(LOCK) --override requirements/train-overrides.in requirements/train.in -o requirements/train-all.txt
	awk '/^[a-z]/ { part = /^(torch|triton|cuda-|nvidia-)/ ? "-torch" : "" } /^[a-z ]/ { print > ("requirements/train" part ".txt") }' \
		requirements/train-all.txt
	rm requirements/train-all.txt

AUDIT := .venv-audit

audit: $(AUDIT)/.done  ## Look every locked package up in the public list of known vulnerabilities (needs the network).
	@$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements/dev.txt >$(AUDIT)/said 2>&1; \
		status=$$?; tail -n 20 $(AUDIT)/said; \
		! grep -qE 'could not be audited|ConnectionError' $(AUDIT)/said || echo "make audit: the list cannot be reached from here; nothing is known"; \
		exit $$status

$(AUDIT)/.done: requirements/audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements/audit.txt
	@touch $@

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock"

clean:  ## Remove what these targets made, but no warehouse.
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11; name another: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The locks are complete: without resolving anything pip installs exactly them, each file checked against its hash.
$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/run.txt)
	$(INSTALL) --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/dev.txt)
	$(INSTALL) --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@
