# Everything here needs Python 3.11 or newer, make and git. The first run sets up .venv, later ones reuse it.
.DEFAULT_GOAL := help
.PHONY: help demo run test faults mutants bench check pins

READY := .venv/ready
PYTHONS := python3.11 python3.16 python3.15 python3.14 python3.13 python3.12 python3 python

help:
	@echo "make demo    play the whole story on this machine, without a token"
	@echo "make run     run the bot with the settings of .env or the environment"
	@echo "make test    run the tests"
	@echo "make faults  kill the bot in every way, write what came of it to docs/reliability.md (hours)"
	@echo "make mutants change the rules of services/ one by one: does a test notice? (hours)"
	@echo "make bench   measure the bot beside its peers, write docs/performance.md; ROWS=\"press route\" for some rows (hours)"
	@echo "make check   everything a change must pass: style, types, pins, tests with coverage"
	@echo "make pins    write requirements*.txt after pyproject.toml changed"

demo: $(READY)
	@.venv/bin/centrik demo

run: $(READY)
	@.venv/bin/centrik run

# A file stays with one process, so that what it starts (a server, a database) is started once.
PYTEST := .venv/bin/pytest -n 2 --dist loadfile

test: $(READY)
	@$(PYTEST)

faults: $(READY)
	@CENTRIK_FAULTS=full .venv/bin/pytest -m 'long or not long' -s --durations=0 tests/faults/test_seat_rush.py tests/faults/test_seats_in_any_order.py
	@.venv/bin/python -m tests.faults

mutants: $(READY)
	@.venv/bin/mutmut run
	@.venv/bin/mutmut results

ROUNDS := 7
bench: $(READY)
	@.venv/bin/python -m benchmarks --rounds $(ROUNDS) $(ROWS)

check: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.ci/pins check
	@$(PYTEST) --cov --cov-report=term

pins: $(READY)
	.ci/pins write
	@$(MAKE) --no-print-directory $(READY)

# uv itself comes from the pins, hash and all, through the pip that every new environment has.
$(READY): requirements-dev.txt pyproject.toml
	@echo "Setting up .venv (once, about half a minute)"
	@if [ ! -x .venv/bin/python ]; then \
		python=; for candidate in $(PYTHONS); do \
			if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
		done; \
		if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed, and none was found on PATH." >&2; exit 1; fi; \
		$$python -m venv .venv || { rm -rf .venv; echo "$$python cannot make an environment: its venv module is missing (Debian, Ubuntu: install python3-venv)." >&2; exit 1; }; \
	fi
	@if [ ! -x .venv/bin/uv ]; then \
		sed -n '/^uv==/,/# via/p' requirements-dev.txt > .venv/uv.txt && \
		.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.txt; \
	fi
	@.venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements-dev.txt
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch $@
