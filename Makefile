# `make run` and `make test` work on a machine with Python 3.11 or newer and make; nothing else is needed.
.DEFAULT_GOAL := help
.PHONY: help install run check test format messages lock demo bench forward drill
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT
export DEBUG ?= true
# Without this, Python writes its progress only when a block of it is full.
export PYTHONUNBUFFERED := 1

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Landgang needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@echo "Installing what Landgang needs into $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --progress-bar on --quiet -r requirements/dev.txt
	@touch $@

install: $(VENV)/installed ## Make .venv with the pinned dependencies

run: install ## Serve the portal with its content on http://localhost:PORT
	@$(BIN)/python manage.py run

check: install ## Formatting, linting, types, templates, migrations, catalogues, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DATABASE_URL=postgres://web@127.0.0.1/none $(BIN)/mypy .
	$(BIN)/djhtml --check --tabwidth 2 $$(git ls-files 'templates/*.html')
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages --check
	DEBUG=false SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  SITE_URL=https://portal.example.org ALLOWED_HOSTS=portal.example.org DATABASE_URL=postgres://web@127.0.0.1/none \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

# The whole suite runs in a process per core, what ARGS chooses in one. A file stays in one process, in the order that
# tests/conftest.py gives: what its tests share is made once.
test: PROCESSES ?= $(if $(ARGS),0,logical)
test: install ## Run the whole suite on real PostgreSQL, as the web role
	@$(BIN)/python -m pytest -n $(PROCESSES) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

format: install ## Format code and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	-$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')
	-$(BIN)/djhtml --tabwidth 2 $$(git ls-files 'templates/*.html')

messages: install ## Collect the texts of the interface into locale/ (needs gettext)
	$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --add-location file --ignore var --ignore .venv --ignore node_modules
	$(BIN)/python manage.py messages

lock: install ## Pin the dependencies again, for all Python versions, from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --group dev -o requirements/dev.txt

demo: install ## Make the demo logins (only in DEBUG)
	@$(BIN)/python manage.py demo

# ONLY=A,C measures these groups alone; QUICK=1 takes a short look. Both write no files.
bench: install ## Measure the pages on the production server against floors and goals (ONLY=A,C QUICK=1)
	@$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

# The next Django on the next Python, in an environment and a template database of its own. FORWARD_PYTHON names the interpreter.
# Its one warning that is let pass: MAILERS, which replaces the EMAIL_ settings, is not there in the Django we run on.
# Left out are what belongs to the day of the upgrade: texts of the new Django that are not translated yet, a template that follows its own.
FORWARD := var/forward
UPGRADE := tests/portal/test_borrowed_texts.py tests/municipalities/test_admin.py::test_fieldset_template_is_djangos_but_for_the_open_language
FORWARD_PYTHON ?= python3.13
forward: install ## Run the suite on Django 6.1 with Python 3.13, warnings as errors (ARGS as for make test)
	@if ! $(FORWARD_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
	  echo "Left out: there is no $(FORWARD_PYTHON) here. Install Python 3.13, or name another: make forward FORWARD_PYTHON=…"; \
	  test -z "$$CI_STRICT"; exit $$?; fi; \
	test -x $(FORWARD)/bin/python || $(FORWARD_PYTHON) -m venv $(FORWARD); \
	$(BIN)/uv pip install --quiet --python $(FORWARD)/bin/python --override requirements/forward.txt -r pyproject.toml --group dev && \
	$(FORWARD)/bin/python -c 'import django, sys; print("Django", django.__version__, "on Python", sys.version.split()[0])' && \
	TEST_DATABASE=$${TEST_DATABASE:-test_forward} $(FORWARD)/bin/python -m pytest -p no:cacheprovider -W "ignore:The EMAIL_" \
	  $(addprefix --deselect ,$(UPGRADE)) \
	  -n $(if $(ARGS),0,logical) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

# NAME="database worker" runs these alone; docs/operations.md tells of each. NAME=upgrade OLD=<commit> comes from that release.
# On Debian, what is missing is installed where that is allowed.
drill: NAME ?= all
drill: install ## Try deployment, upgrade, restore and faults on real servers (NAME=topology …); writes docs/proof.md
	@DATABASE_URL=postgres://none@127.0.0.1/none $(BIN)/python manage.py drill $(NAME) $(if $(OLD),--old $(OLD))
