"""The Khmer catalogue is whole, the Vietnamese is for the pages of the site; placeholders agree."""

import re

import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from seedgrants.enums import RoundState
from tests.conftest import PROJECT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


# Templates of the pages that visitors, trainees and trainers open; the admin speaks English there.
PUBLIC_TEMPLATES = re.compile(
    r"^(templates|home/templates|courses/templates|certificates/templates|lms/records/templates|"
    r"seedgrants/templates/seedgrants/(grant_round_page|published|includes/round_actions)\.html)"
)


@pytest.fixture(scope="module", params=["km", "vi"])
def catalogue(request):
    return read_catalogue(request.param)


def read_catalogue(language):
    return polib.pofile(str(PROJECT / f"locale/{language}/LC_MESSAGES/django.po"))


def test_every_string_has_its_khmer():
    assert [entry.msgid for entry in read_catalogue("km").untranslated_entries()] == []


def test_every_page_of_the_site_has_its_vietnamese():
    missing = [
        entry.msgid
        for entry in read_catalogue("vi").untranslated_entries()
        if any(
            PUBLIC_TEMPLATES.match(path) and "/admin/" not in path
            for path, _line in entry.occurrences
        )
    ]
    assert missing == []


def test_what_a_visitor_reads_of_a_round_has_its_vietnamese():
    """The words that the public pages of grants take from the code, beside their templates."""
    catalogue = read_catalogue("vi")
    states = [str(label) for _value, label in RoundState.choices]
    assert [msgid for msgid in states if not catalogue.find(msgid).msgstr] == []


def test_nothing_is_guessed(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_placeholders_agree(catalogue):
    wrong = []
    for entry in catalogue.translated_entries():
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
