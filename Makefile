# What can be done here. Every target installs what it needs; nothing but Python 3.11+, pip and make is assumed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := demo
READY  := $(VENV)/ready
DATED  := --published 2024-04-10

.DEFAULT_GOAL := help
.PHONY: help setup demo test check golden golden-update bench compare docs fuzz fuzz-million kills ci clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $(READY)

setup: $(READY) ## install the program and its tools into .venv

demo: $(READY) ## read the example reports, print the German brief, write brief.html
	@$(BIN)/lagebild add examples $(DATED) --workspace $(DEMO)
	@$(BIN)/lagebild brief --lang de --workspace $(DEMO) --output $(DEMO)/brief.html
	@$(BIN)/lagebild brief --lang de --workspace $(DEMO)
	@echo "The same with its sources, each number leading to the marked sentence: $(CURDIR)/$(DEMO)/brief.html"

test: $(READY) ## run all tests
	$(BIN)/pytest

check: $(READY) ## style, types, import rules, knowledge files: under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m lagebild.knowledge.check
	$(BIN)/python tools/reference.py --check

golden: $(READY) ## compare the coder with the golden files
	$(BIN)/pytest tests/extract/test_coder.py -k golden

golden-update: $(READY) ## print what the coder gets wrong, shorten the list of known failures
	$(BIN)/python -m tests.golden_update --forget

bench: $(READY) ## accuracy and speed, each against its floor
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	set -e; for script in benchmarks/*.py; do case $$script in */_*) ;; *) $(BIN)/python $$script;; esac; done

docs: $(READY) ## write the reference pages from the code
	$(BIN)/python tools/reference.py

fuzz: $(READY) ## feed the readers hostile input until something breaks
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m fuzz

fuzz-million: $(READY) ## the same until each reader has had a million inputs more: about an hour; prints the sums
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m fuzz --runs 1000000 --seconds 0 --size 512
	$(BIN)/python -m fuzz --report

kills: $(READY) ## kill an ingest 200 times at random moments; nothing may be lost or half there
	$(BIN)/python benchmarks/kills.py

compare: $(READY) ## events gained, lost and changed against main on the examples
	$(BIN)/python tools/compare.py

ci: check test demo ## what the continuous integration runs

clean: ## remove what the targets made
	rm -rf $(VENV) $(DEMO)
