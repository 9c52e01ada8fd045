# A bare machine is enough: GNU make, Python 3.11 or later with venv and pip, a package index, and gcc for durable_rules.
# Everything goes into .venv; the stamps in it spare a second installation.

PYTHON ?= python3
BIN := .venv/bin
LOG := .venv/install.log
PIP = $(BIN)/python -m pip install --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types imports tree bench schemas pictures calendars code-mutants verification lock build clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

demo: .venv/runtime.stamp ## install the program and show it at work on a bundled case
	@$(BIN)/decision-support demo

test: .venv/dev.stamp ## run every test
	$(BIN)/pytest -n auto

# Tests come last, by recursion, so that their closing line is the last one whatever the number of jobs.
check: lint types imports ## what must hold before a commit: lint, types, layers, tests
	@$(MAKE) --no-print-directory test

lint: .venv/dev.stamp
	$(BIN)/ruff check

types: tree
	MYPYPATH=build/tree $(BIN)/mypy

imports: tree
	PYTHONPATH=build/tree $(BIN)/lint-imports --no-logo

# mypy and import-linter find modules by folder and so miss tui/, which an editable install maps by a hook in the interpreter.
tree: .venv/dev.stamp
	@rm -rf build/tree && mkdir -p build/tree/decision_support
	@ln -s "$(CURDIR)"/src/decision_support/* "$(CURDIR)"/tui build/tree/decision_support/

bench: .venv/dev.stamp ## run every benchmark
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

schemas: .venv/runtime.stamp ## write the JSON Schemas of the YAML files again
	$(BIN)/python -m decision_support.loading.schemas knowledge/schemas

pictures: .venv/dev.stamp ## write the pictures of the screens again, and their approved texts; read the difference
	APPROVE=1 $(BIN)/pytest tests/tui/test_pictures.py

calendars: .venv/dev.stamp ## write the bank holidays again
	$(BIN)/python tools/generate_calendars.py

# With a part of a name only that part is changed: make code-mutants OF='decision_support.deadlines*'
code-mutants: .venv/mutants.stamp ## change the code one expression at a time, and list what no test notices
	$(BIN)/mutmut run $(if $(OF),'$(OF)')
	$(BIN)/mutmut results

verification: .venv/dev.stamp ## print every count that docs/verification.md gives; about 45 minutes on two cores
	$(BIN)/decision-support check
	$(BIN)/decision-support laws --cases 400
	$(BIN)/decision-support mutate --jobs 2 --resume build/mutants.jsonl
	DECISION_SUPPORT_LONG=1 $(BIN)/pytest -n auto tests/proof/test_three_readers.py
	$(BIN)/python benchmarks/verification.py

lock: ## pin the newest versions that pyproject.toml allows
	@$(require-python)
	@new=$$(mktemp -d) && trap 'rm -rf "$$new"' EXIT && $(PYTHON) -m venv "$$new" && $(call engine-flags,$(PYTHON)) && \
	"$$new"/bin/python -m pip install --quiet --upgrade --editable '.[dev]' && \
	{ echo '# Every version that was tested together. Do not edit: `make lock` writes this file again.'; \
	  "$$new"/bin/python -m pip freeze --all --exclude-editable --exclude pip | LC_ALL=C sort --ignore-case; \
	} >"$$new"/constraints.txt && cp "$$new"/constraints.txt constraints.txt

build: .venv/dev.stamp ## build the sdist, and from it the wheel, into dist/
	$(BIN)/python -m build --no-isolation

clean: ## remove what was built and every cache; .venv stays
	rm -rf build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info src/*.egg-info
	find . -name .venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/pip:
	@$(require-python)
	@$(PYTHON) -m venv .venv

.venv/runtime.stamp: pyproject.toml constraints.txt | .venv/bin/pip
	$(call install,)
	@touch .venv/runtime.stamp

.venv/mutants.stamp: .venv/dev.stamp
	$(call install,mutants)
	@touch .venv/mutants.stamp

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/pip
	$(call install,dev)
	@touch .venv/runtime.stamp .venv/dev.stamp

require-python = $(if $(filter True,$(shell $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null)),, \
	$(error This needs Python 3.11 or later, and $(PYTHON) is not: name one, as in `make demo PYTHON=python3.12`))

# durable_rules calls PyEval_CallObject, which Python 3.13 removed; PyObject_CallObject takes the same arguments.
# Its build hands CPPFLAGS to the compiler and drops CFLAGS. $(1): the Python it is built for.
engine-flags = if $(1) -c 'import sys; sys.exit(sys.version_info < (3, 13))'; \
	then export CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject $$CPPFLAGS"; fi

# $(1): an extra, or nothing. Where durable_rules cannot be compiled the program reasons with its own evaluator, so
# the rest is installed without it; where that fails too, pip's own words say why.
define install
@echo 'Installing into .venv; this is done once and takes about a minute.' >&2
@$(call engine-flags,$(BIN)/python); \
if ! $(PIP) --editable '.$(if $(1),[$(1)])' >$(LOG) 2>&1; then \
	{ $(BIN)/python -c '$(without-engine)' $(1) >.venv/without-engine.txt && \
	$(PIP) --requirement .venv/without-engine.txt && $(PIP) --no-deps --editable . ; } >>$(LOG) 2>&1 || { cat $(LOG) >&2; exit 1; }; \
	echo 'durable_rules could not be installed here ($(LOG) says why): the built-in evaluator reasons instead.' >&2; \
fi
endef

without-engine = import sys, tomllib; \
	project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	wanted = project["dependencies"] + [each for extra in sys.argv[1:] for each in project["optional-dependencies"][extra]]; \
	print(*(each for each in wanted if not each.startswith("durable-rules")), sep="\n")
