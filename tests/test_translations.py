"""The Khmer catalogue is whole, and its placeholders are those of the English."""

import re

import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from tests.conftest import PROJECT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(PROJECT / "locale/km/LC_MESSAGES/django.po"))


def test_every_string_has_its_khmer(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_placeholders_agree(catalogue):
    wrong = []
    for entry in catalogue:
        sources = [entry.msgid, entry.msgid_plural or entry.msgid]
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            if sorted(PLACEHOLDER.findall(text)) not in [
                sorted(PLACEHOLDER.findall(source)) for source in sources
            ]:
                wrong.append(entry.msgid)
    assert wrong == []


def test_header_says_that_a_native_review_is_awaited(catalogue):
    assert catalogue.metadata["X-Status"] == "awaiting a native review"


def test_catalogue_is_compiled_and_in_use():
    with override("km"):
        assert gettext("Sign in") == "ចូល"
        assert "3" in ngettext("%(count)s lesson", "%(count)s lessons", 3) % {"count": 3}
