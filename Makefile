# Everything a fresh machine needs beyond python3.11+, venv, make and git is set up by these targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
TESTS ?= tests

.DEFAULT_GOAL := help

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

$(VENV)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || echo "uv cannot be had here: using pip, which is slower"
	@touch $@

# The lock carries hashes, so what is installed is what was tried; the project itself comes last, without its dependencies.
define install
	if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
endef

$(VENV)/ready: $(VENV)/uv requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/bench-ready: $(VENV)/ready requirements-bench.txt
	$(call install,requirements-bench.txt)
	@touch $@

setup: $(VENV)/ready  ## install everything into .venv

demo: $(VENV)/ready  ## replay the inquiry's cases, write a report, serve the web application at 127.0.0.1:8000
	$(BIN)/unmissed demo

check: $(VENV)/ready  ## lint, types and import contracts; changes nothing, reports every failure
	@failed=0; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/ruff check . || failed=1; \
	UNMISSED_DATA=$(VENV)/checked $(BIN)/mypy || failed=1; \
	$(BIN)/lint-imports --no-cache || failed=1; \
	exit $$failed

test: check $(VENV)/ready  ## everything that must hold, in one command
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)
ifeq ($(TESTS),tests)
	UNMISSED_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n $(WORKERS) tests/web
endif

fix: $(VENV)/ready  ## format and mend what can be mended by machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/ready  ## write the generated part of docs/ from the code
	$(BIN)/python -m scripts.docs

pictures: $(VENV)/ready  ## take the pictures of the README and the manual again; needs a Chromium
	$(BIN)/python -m scripts.pictures

bench: $(VENV)/bench-ready  ## how fast, side by side with peers, in one run
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.web

lock: $(VENV)/uv  ## pin every dependency with its hashes, without an index address
	$(call lock,,requirements.txt)
	$(call lock,--extra dev --constraint requirements.txt,requirements-dev.txt)
	$(call lock,--extra bench --constraint requirements.txt,requirements-bench.txt)

lock = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
	--python-version 3.11 $(1) pyproject.toml --output-file $(2)

clean:  ## remove everything that can be made again
	rm -rf $(VENV) demo build bench-data

.PHONY: help setup demo check test fix docs pictures bench lock clean
