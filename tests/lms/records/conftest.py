"""Fixtures of the tests of the records."""

import pytest
from wagtail.models import Locale, Page


@pytest.fixture
def root_page(transactional_db):
    """A test with real transactions empties the database behind it, the root page too."""
    if not Page.objects.exists():
        locale = Locale.objects.get_or_create(language_code="en")[0]
        Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
