# Two commands: `make serve` starts the site, `make test` runs every test that this machine can.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test lint bench torture load editor lock clean

serve: $(VENV)/serve.stamp
	$(BIN)/steepest serve $(SERVE)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(TESTS)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp
	for bench in tests/bench/bench_*.py; do $(BIN)/python $$bench || exit 1; done

# Kills at random moments, 200 of each kind (TORTURE_SEED=... repeats a run); every attack at every level, as root
# and as an ordinary user.
torture: export TORTURE_MOMENTS ?= 200
torture: export STEEPEST_ATTACKS ?= all
torture: $(VENV)/test.stamp
	$(BIN)/python -m pytest tests/graders/test_attacks.py
	$(BIN)/python -m pytest tests/web/test_kills.py

# The load and crash tests in their real sizes, for a machine with nothing else to do: some hours, the soak alone one.
load: export LOAD ?= long
load: $(VENV)/test.stamp
	$(BIN)/python -m pytest -s -o timeout=0 tests/load

# Writes constraints.txt anew from the newest releases that pyproject.toml allows.
lock:
	rm -rf $(VENV)/lock && $(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet -e ".[site,test,postgresql,celery]"
	$(VENV)/lock/bin/pip freeze --exclude-editable > constraints.txt
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) build dist

$(VENV)/created.stamp:
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Steepest needs Python 3.11 or newer with venv; name one by: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/serve.stamp: $(VENV)/created.stamp pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site]"
	touch $@

$(VENV)/test.stamp: $(VENV)/created.stamp pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site,test,postgresql,celery]"
	touch $@ $(VENV)/serve.stamp
