# make install | demo | test | races | coverage | lint | messages | requirements. Each says what it does when it starts.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo test races coverage lint messages requirements clean

install: $(VENV)/installed

# Done again only when the pinned requirements change.
$(VENV)/installed: requirements/development.txt
	@scripts/make-venv "$(PYTHON)" "$(VENV)"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/development.txt
	@touch $@

locale/.compiled: $(VENV)/installed $(wildcard locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python scripts/compile_messages.py
	@touch $@

demo: export SITE_URL ?= http://127.0.0.1:$(PORT)
demo: install locale/.compiled
	$(BIN)/python manage.py setup_site --demo
	$(BIN)/python manage.py serve --port $(PORT)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --tabwidth 2 --check $$(find . -name '*.html' -path '*templates*' -not -path './.*')
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=lms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64) ALLOWED_HOSTS=example.org SITE_URL=https://example.org \
		BADGE_SIGNING_KEY="$$($(BIN)/python scripts/make_signing_key.py)" \
		DJANGO_SETTINGS_MODULE=lms.settings.production $(BIN)/python manage.py check --deploy --fail-level WARNING

test: install locale/.compiled lint
	@scripts/need-chromium
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

# The races for money and for the second click, each twenty times; DATABASE_URL names another PostgreSQL.
races: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
races: export RACES ?= 20
races: install
	$(BIN)/python -m pytest tests/seedgrants/test_races.py $(PYTEST_ARGS)

# Tells which lines no test runs; slower than the tests alone.
coverage: install locale/.compiled
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term:skip-covered

messages: install
	$(BIN)/python scripts/update_messages.py

requirements: install
	cd requirements && for name in runtime development; do \
		../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate $$name.in -o $$name.txt; done

clean:
	rm -rf $(VENV) var build dist *.egg-info locale/.compiled
