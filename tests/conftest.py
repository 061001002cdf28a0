"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

# Playwright's synchronous API runs an event loop in the test's thread; Django would refuse the
# database there. The tests' own thread never touches the loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and cached navigation of one test are no other test's business."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _default_language():
    """A request leaves its language active in the thread; the next test begins in the default one."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def max_queries(django_assert_max_num_queries):
    return django_assert_max_num_queries


@pytest.fixture
def roles(db):
    """The groups of all roles, with the permissions every app gives them."""
    from home.roles import setup_groups  # needs Django set up

    setup_groups()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """The races need PostgreSQL, and one process: two of 50 threads are more than it takes."""
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    without = pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(pytest.mark.xdist_group("races"))
            if not on_postgres:
                item.add_marker(without)


@pytest.fixture
def on_postgres():
    return connection.vendor == "postgresql"


PROJECT = Path(__file__).resolve().parent.parent
