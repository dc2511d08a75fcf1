# Two commands to begin with: `make course` and `make test`. `make help` lists the rest.
# Everything is installed into .venv, and what is made lies under _build, exercises aside.

PYTHON ?= python3
BIN := .venv/bin
# nbgrader starts `alembic`, and the book starts `node`, by name
export PATH := $(CURDIR)/$(BIN):$(PATH)

INSTALLED := .venv/installed
ASSETS := book/npm/node_modules/installed

.DEFAULT_GOAL := help
.PHONY: help setup course book exercises train grade banks check test test-full bench chromium clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

course: setup  ## set up, build the book, make the exercises, train a network, grade sample submissions
	@echo "== Exercises: solutions/ -> exercises/"
	@gdcourse release
	@echo "== Training a network on handwritten digits"
	@gdcourse train --data digits --rule adam
	@echo "== Grading sample submissions with nbgrader"
	@gdcourse samples
	@echo "== Building the book (the first time takes a few minutes)"
	@$(MAKE) --no-print-directory book
	@echo
	@echo "The course is ready. Open the book:      _build/html/index.html"
	@echo "Work on the first notebook:              $(BIN)/jupyter lab exercises/a01_optimization_basics/a01_optimization_basics.ipynb"

setup: $(INSTALLED) $(ASSETS)  ## make .venv and install everything into it

$(INSTALLED): requirements.txt pyproject.toml
	@command -v git >/dev/null || { echo "git is missing: install it and run make again."; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or newer, or name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is `$(PYTHON) --version`: the course needs Python 3.11 or newer; name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module: on Debian and Ubuntu, install the package python3-venv."; exit 1; }
	@echo "== Setting up .venv (downloads packages the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

# KaTeX's fonts and MicroPython, at the versions and hashes of the lock file; npm comes with .venv
$(ASSETS): book/npm/package-lock.json $(INSTALLED)
	@echo "== Fetching the book's fonts and the browser's Python"
	@npm ci --prefix book/npm --no-audit --no-fund --loglevel=error
	@touch $@

book: setup  ## build the book into _build/html
	@jupyter-book build book --config _config.yml -W -n --keep-going --all

exercises: setup  ## regenerate exercises/ from solutions/
	@gdcourse release

train: setup  ## train a network on handwritten digits with every rule
	@gdcourse train --data digits --rule all --lr 0.01

grade: setup  ## grade sample submissions with nbgrader
	@gdcourse samples

banks: setup  ## what the check makes of known mistakes, mutants and correct answers
	@gdcourse banks

check: setup  ## format, lint, types, import layers, generated files: seconds
	@python tests/stages.py check

test: setup  ## the tests, book included (under 25 minutes; each stage's time is printed)
	@python tests/stages.py

test-full: setup  ## the tests, slow ones included
	@python tests/stages.py --full

bench: setup  ## measure the library beside its peers, for the book (an hour; installs the peers)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .[bench]
	@python tests/bench/run.py

chromium:  ## install Debian's Chromium for the browser tests (as root), unless a Chromium is there
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { apt-get update -qq && apt-get install -y -qq chromium; }

clean:  ## remove what was built; .venv stays
	rm -rf _build
