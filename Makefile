# make run     serve the page on http://127.0.0.1:8000 (HOST and PORT can be set)
# make test    everything: static checks, JavaScript checks, unit and browser tests
# make check   the static checks alone, in seconds
# make help    all targets

PYTHON ?= python3
VENV ?= .venv
HOST ?= $(or $(DESCENT_LAB_HOST),127.0.0.1)
PORT ?= $(or $(DESCENT_LAB_PORT),8000)
PYTEST ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet --no-input
JS_TESTS = $(shell find tests/js -name '*.test.js' 2>/dev/null | sort)

run: export DESCENT_LAB_CACHE ?= $(CURDIR)/$(VENV)/compressed

.DELETE_ON_ERROR:
.PHONY: help run test soak check types format js chromium tables oracles bench load picture lock sbom licences clean

help:
	@echo "make run      serve the page on http://$(HOST):$(PORT); HOST=... PORT=... change it"
	@echo "make test     everything: static checks, JavaScript checks, unit and browser tests"
	@echo "make soak     the long forms of the tests of survival; an hour"
	@echo "make check    the static checks alone: ruff, mypy, import-linter, hadolint, tsc"
	@echo "make format   let ruff order imports and repair what it can"
	@echo "make tables   find good learning rates, write docs/conventions.md; two minutes"
	@echo "make oracles  install torch, Optax and Keras, and hold every step against them"
	@echo "make bench    measure the engine; takes minutes"
	@echo "make load     measure a server under load, against R1 to R14; takes minutes"
	@echo "make picture  take the README's pictures from the running page"
	@echo "make lock     write requirements/*.txt anew from pyproject.toml"
	@echo "make sbom     write build/sbom.json: what is shipped, as CycloneDX"
	@echo "make licences write build/licences.txt, and fail at one that nobody has looked at"
	@echo "make clean    remove the environment and every cache"

run: $(VENV)/run.stamp
	@echo "Compressing what browsers load (15 seconds the first time)"
	@$(BIN)/python -m app.web.assets
	@DESCENT_LAB_HOST=$(HOST) DESCENT_LAB_PORT=$(PORT) exec $(BIN)/python -m app

test: check js chromium
	$(BIN)/python -m pytest $(PYTEST)

soak: $(VENV)/test.stamp
	$(BIN)/python -m pytest -m soak $(PYTEST)

check: $(VENV)/test.stamp
	$(BIN)/python -m ruff check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	@if [ -x $(BIN)/hadolint ]; then echo $(BIN)/hadolint Dockerfile; $(BIN)/hadolint Dockerfile; \
	else echo "hadolint: not to be had for this system; the Dockerfile is not linted"; fi
	@$(MAKE) --no-print-directory types

types: $(if $(shell command -v npm),node_modules/.package-lock.json)
	@if [ -d node_modules/typescript ]; then echo "tsc --project jsconfig.json"; \
	node_modules/.bin/tsc --project jsconfig.json; \
	else echo "tsc: there is no npm here; the types of the page's scripts are not checked"; fi

js:
	@if ! command -v node >/dev/null; then \
	echo "node: there is none here; the page's scripts are tested in the browser only"; \
	elif [ -n "$(JS_TESTS)" ]; then echo "node --test tests/js"; node --test $(JS_TESTS); fi

chromium: $(VENV)/test.stamp
	@found=$$($(BIN)/python scripts/find_chromium.py) && echo "Chromium: $$found"

format: $(VENV)/test.stamp
	$(BIN)/python -m ruff check --fix

tables: $(VENV)/test.stamp
	$(BIN)/python -m scripts.tune_rates
	$(BIN)/python -m scripts.tune_networks
	$(BIN)/python -m scripts.write_conventions
	$(BIN)/python -m scripts.write_evidence
	$(BIN)/python -m scripts.write_settings

# The libraries themselves, beside the numbers that were frozen from them. A large download.
oracles: $(VENV)/test.stamp
	$(PIP) install --editable '.[oracles]'
	$(BIN)/python -m pytest -m oracle $(PYTEST)
	$(BIN)/python -m scripts.write_evidence

bench: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks

load: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks.load $(LOAD)

picture: chromium
	$(BIN)/python scripts/take_picture.py docs

# The universal resolution is uv's; who installs needs pip alone.
lock: build/lock/bin/uv
	@for lock in "run" "test --extra test --constraint requirements/run.txt"; do \
	set -- $$lock; name=$$1; shift; \
	env -u PIP_FIND_LINKS -u UV_FIND_LINKS build/lock/bin/uv pip compile --quiet --upgrade \
	  --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
	  pyproject.toml --output-file requirements/$$name.txt "$$@" || exit 1; done

build/lock/bin/uv:
	$(PYTHON) scripts/make_venv.py build/lock
	build/lock/bin/python -m pip install --quiet uv==0.13.9

# Of what this Python would run; the image's: make clean sbom PYTHON=python3.13
sbom: build/bills/ready build/shipped/ready
	build/bills/bin/python scripts/write_sbom.py build/shipped/bin/python build/sbom.json

licences: build/bills/ready build/shipped/ready
	build/bills/bin/python scripts/write_licences.py build/shipped/bin/python build/licences.txt

build/bills/ready: Makefile
	$(PYTHON) scripts/make_venv.py build/bills
	build/bills/bin/python -m pip install --quiet cyclonedx-bom==7.5.0 pip-licenses==5.5.5
	@touch $@

build/shipped/ready: requirements/run.txt
	$(PYTHON) scripts/make_venv.py build/shipped
	build/shipped/bin/python -m pip install --quiet --require-hashes --only-binary :all: \
	  --requirement requirements/run.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache test-results

# An environment is as new as the lock that it was filled from.
$(BIN)/python:
	@$(PYTHON) scripts/make_venv.py $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "Installing what requirements/run.txt names"
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements/run.txt
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	@echo "Installing what requirements/test.txt names"
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements/test.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@
