"""Reading Khmer as people type it."""

import pytest

from lms.fields import DecimalField, IntegerField
from lms.khmer import fold, fold_digits


def test_fold_digits_reads_khmer_numbers():
    assert fold_digits("០១២ 345 ៦៧៨៩") == "012 345 6789"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ស្ត្រី", "ស្រ្តី"),  # the subscripts typed in the other order
        ("ស្ត្រី", "ស្ដ្រី"),  # the look-alike subscript
        ("ស្ត្រី", "ស្រ្ដី"),
        ("ប្តូរ", "ប្ដូរ"),
        ("ចាប់\u200bដៃ", "ចាប់ដៃ"),  # a word break nobody sees
        ("ម៉ៅ", "មៅ៉"),  # vowel before register shifter
        ("កើ", "កេី"),  # one vowel typed as two
        ("SOK  Sophea", "sok sophea"),
        ("Nguyễn Đức", "nguyen duc"),
        ("ខេត្ត១២", "ខេត្ត12"),
    ],
)
def test_fold_makes_one_spelling_of_what_looks_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("កា", "គា"), ("ក្រុម", "កុម"), ("sok", "sak")])
def test_fold_keeps_different_words_different(one, other):
    assert fold(one) != fold(other)


def test_fold_of_nothing_is_nothing():
    assert fold("\u200b \ufeff") == ""


def test_integer_field_reads_khmer_digits():
    assert IntegerField().clean("៤២") == 42


def test_decimal_field_reads_khmer_digits_and_grouping():
    assert str(DecimalField().clean("១,២៣៤.៥០")) == "1234.50"
