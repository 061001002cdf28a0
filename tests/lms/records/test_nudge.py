from datetime import date

import pytest

from lms.records.nudge import Finding, find_personal_data

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call 012 345 678 tomorrow", [Finding.PHONE]),
        ("ទូរស័ព្ទ ០១២ ៣៤៥ ៦៧៨", [Finding.PHONE]),
        ("លេខ០១២៣៤៥៦៧៨បាន", [Finding.PHONE]),
        ("+855 12 345 678", [Finding.PHONE]),
        ("(012) 345-678", [Finding.PHONE]),
        ("016\u200b123456", [Finding.PHONE]),
        ("card 123456789", [Finding.LONG_NUMBER]),
        ("card 110 234 567", [Finding.LONG_NUMBER]),
        ("passport N1234567", [Finding.LONG_NUMBER]),
        ("write to sok@example.org.", [Finding.EMAIL]),
        ("born 3/5/1998", [Finding.BIRTH_DATE]),
        ("born 1998-05-03", [Finding.BIRTH_DATE]),
        ("12 March 1998", [Finding.BIRTH_DATE]),
        ("March 12, 1998", [Finding.BIRTH_DATE]),
        ("ថ្ងៃទី១២ ខែមីនា ឆ្នាំ១៩៩៨", [Finding.BIRTH_DATE]),
        (
            "097 1234567, sok@example.org, 3/5/2001, N1234567",
            [Finding.EMAIL, Finding.BIRTH_DATE, Finding.PHONE, Finding.LONG_NUMBER],
        ),
    ],
)
def test_find_personal_data_names_each_kind_once(text, found):
    assert find_personal_data(text, today=TODAY) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "She drew a genogram with Sok Dara and named three strengths.",
        "we meet again on 12/12/2026",
        "cost 10000000 riel, or 1,000,000,000 riel",
        "from 2024-2026",
        "3 of 10 people, 15 minutes each",
        "born in 1998",
    ],
)
def test_find_personal_data_leaves_ordinary_words_alone(text):
    assert find_personal_data(text, today=TODAY) == []
