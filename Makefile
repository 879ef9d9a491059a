# make demo: a running product.  make test: all tests.  README.md says what each downloads and how long it takes.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
export PORT

.PHONY: install install-development demo test lint bench clean

install: $(VENV)/runtime-installed
install-development: $(VENV)/development-installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime-installed: requirements/runtime.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

$(VENV)/development-installed: requirements/development.txt requirements/judges.txt $(VENV)/runtime-installed
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/judges.txt
	@touch $@

demo: install
	@exec $(RUN) manage.py demo

test: install-development
	$(RUN) -m pytest -n auto $(ARGS)

lint: install-development
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy config claims sources history

bench: install-development
	$(RUN) -m tests.bench

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
