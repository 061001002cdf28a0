"""Reading lists of people: files, headings, cells."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from lms.records.exceptions import UnreadableList
from lms.records.lists import cells
from lms.records.lists.files import ASKED, empty_list
from lms.records.lists.headings import find_header, guess_columns
from lms.records.lists.opening import kind_of
from lms.records.lists.problems import Problem
from lms.records.lists.reading import read_row
from lms.records.lists.rows import letters_are_guessed, preview, read_rows, sheet_names
from tests.factories.lists import make_csv, make_xlsx

TODAY = date(2026, 11, 27)


# -- Files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", "\t"),
        ("utf-16-be", ","),
        ("utf-8", "|"),
    ],
)
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    data = make_csv([["សុខ", "Đào, An", "", "", "", ""]], encoding=encoding, delimiter=delimiter)
    assert list(read_rows(data))[1] == (2, ["សុខ", "Đào, An"])
    assert not letters_are_guessed(data)


def test_letters_of_an_old_csv_are_guessed_and_that_is_said():
    data = make_csv([["Renée", "D’Août", "", "", "", ""]], encoding="cp1252")
    assert list(read_rows(data))[1][1][:2] == ["Renée", "D’Août"]
    assert letters_are_guessed(data)


def test_excel_cells_become_texts_and_rows_keep_their_numbers():
    data = make_xlsx(
        [
            [None],
            [" Name ", "Phone", "Born"],
            [],
            ["Sok\u200bha\n Chan", 12345678, date(1990, 5, 1)],
        ],
        sheet="Staff",
        others=["Notes"],
    )
    assert sheet_names(data) == ["Notes", "Staff"]
    assert list(read_rows(data, sheet="Staff")) == [
        (2, ["Name", "Phone", "Born"]),
        (4, ["Sokha Chan", "12345678", "1990-05-01"]),
    ]
    assert list(read_rows(data)) == []


def _package(**parts) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


TYPES = {"[Content_Types]": "<x>spreadsheetml.sheet</x>"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel file"),
        (b"<html><table><tr><td>Sok</td></tr></table>", "web page"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "web page"),
        (b"%PDF-1.7 1 0 obj", "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n0000", "not a spreadsheet"),
        (b"PK\x03\x04broken", "damaged"),
        (_package(word__document="<x/>"), "not a spreadsheet"),
        (_package(**TYPES, bomb="0" * 61 * 1024 * 1024), "far too large"),
        (_package(**TYPES, xl__workbook="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "damaged"),
        (_package(**TYPES, xl__workbook="<x/>"), "damaged"),
        (b'a,"b\n' + b"x" * 140_000, "cannot be read"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"a\n" * 10_100, "more than 10000 rows"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data, words):
    with pytest.raises(UnreadableList) as refused:
        list(read_rows(data))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"\xff\xfe\x00", b"a;b\n\xff", "😀,\u202e\n".encode(), b"=1+1,@x"]
)
def test_strange_bytes_are_read_or_refused_but_never_break(data):
    try:
        assert kind_of(data) == "csv"
        preview(data)
    except UnreadableList:
        pass


# -- Headings -----------------------------------------------------------------------------

KHMER = ["១", "សុខ សុភា", "Sok Sophea", "ស្រី"]


@pytest.mark.parametrize(
    ("headings", "sample", "columns"),
    [
        (
            ["ល.រ", "គោត្តនាម និងនាម", "អក្សរឡាតាំង", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត", "តួនាទី", "អង្គភាព", "លេខទូរស័ព្ទ"],
            KHMER,
            {"full_name_km": 1, "full_name": 2, "gender": 3, "birth": 4, "position": 5,
             "organisation": 6, "phone": 7},
        ),
        (
            ["No", "Name (Khmer)", "Name (Latin)", "Sex", "Age", "Tel.", "Organization Name",
             "Province/City", "Job Title", "Signature"],
            KHMER,
            {"full_name_km": 1, "full_name": 2, "gender": 3, "age": 4, "phone": 5,
             "organisation": 6, "province": 7, "position": 8},
        ),
        (
            ["STT", "Họ", "Tên", "Giới tính", "Năm sinh", "SĐT", "Đơn vị"],
            ["1", "Nguyễn", "An"],
            {"family_name": 1, "given_name": 2, "gender": 3, "birth": 4, "phone": 5,
             "organisation": 6},
        ),
        (
            ["First Name", "Last Name", "Full name", "E-mail"],
            ["Dara", "Sok", "Sok Dara"],
            {"given_name": 0, "family_name": 1, "email": 3},
        ),
        (["A", "B"], ["x", "y"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_headings_and_cells(headings, sample, columns):
    assert guess_columns(headings, [sample]) == columns


def test_headings_are_found_below_titles():
    rows = [
        (1, ["List of participants", "", ""]),
        (2, ["Training on 5 May", "Phone 012 345 678", ""]),
        (4, ["No", "Name", "Sex"]),
        (5, ["1", "Sok Dara", "M"]),
    ]
    assert find_header(rows) == 4
    assert find_header(rows[3:]) == 5


@pytest.mark.parametrize("language", ["en", "km", "vi"])
def test_empty_list_is_understood_when_it_comes_back(language):
    with translation.override(language):
        ((number, headings),) = preview(empty_list())
    assert number == 1
    assert guess_columns(headings, []) == {field.value: n for n, field in enumerate(ASKED)}


# -- Cells --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "012 345 678",
        "12345678",
        "12345678.0",
        "០១២ ៣៤៥ ៦៧៨",
        "+855 12 345 678",
        "85512345678",
        "0085512345678",
        "(012)345-678",
    ],
)
def test_phone_is_read_as_it_is_written(typed):
    assert cells.read_phone(typed) == ("+85512345678", None)


@pytest.mark.parametrize(
    ("typed", "phone", "code"),
    [
        ("012345678 / 098765432", "+85512345678", "second-phone"),
        ("0123456", "+855123456", "unusual-phone"),
        ("call me", "", "not-a-phone"),
        ("8.55123E+10", "", "not-a-phone"),
        ("1" * 40, "", "not-a-phone"),
    ],
)
def test_strange_phone_is_taken_or_left_out_with_a_word(typed, phone, code):
    assert cells.read_phone(typed) == (phone, Problem(code, typed))


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("1990", "1990"),
        ("១៩៩០", "1990"),
        ("1990-05-01", "1990"),
        ("32874", "1990"),
        ("31.12.1988", "1988"),
        ("05/25/1990", "1990"),
        ("12/5/90", "1990"),
        ("1/2/05", "2005"),
        ("5-Mar-1979", "1979"),
        ("ថ្ងៃទី១ ខែមករា ឆ្នាំ១៩៨៥", "1985"),
        ("1800", ""),
        ("2025", ""),
        ("31/02/1990", ""),
        ("soon", ""),
        ("9" * 400, ""),
    ],
)
def test_only_the_year_of_a_birth_is_read(typed, year):
    problem = None if year else Problem("not-a-year", typed)
    assert cells.read_birth_year(typed, TODAY) == (year, problem)


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (cells.read_gender, "ស្រី", "woman"),
        (cells.read_gender, "F", "woman"),
        (cells.read_gender, "nữ", "woman"),
        (cells.read_gender, "ប្រុស", "man"),
        (cells.read_gender, "Male", "man"),
        (cells.read_gender, "nam", "man"),
        (cells.read_gender, "3", ""),
        (cells.read_province, "Phnom Penh", "12"),
        (cells.read_province, "ខេត្តកណ្តាល", "08"),
        (cells.read_province, "កណ្ដាល", "08"),
        (cells.read_province, "Kompong Cham province", "03"),
        (cells.read_province, "Siemreap", "17"),
        (cells.read_province, "Sihanouk Ville", "18"),
        (cells.read_province, "KH12", "12"),
        (cells.read_province, "៣", "03"),
        (cells.read_province, "Paris", ""),
        (cells.read_cadre, "Social Worker", "social-worker"),
        (cells.read_cadre, "បុគ្គលិកសង្គម", "social-worker"),
        (cells.read_cadre, "astronaut", ""),
        (cells.read_language, "ភាសាខ្មែរ", "km"),
        (cells.read_language, "Klingon", ""),
        (cells.read_telegram, "https://t.me/sophea_sok", "@sophea_sok"),
        (cells.read_telegram, "012 345 678", ""),
        (cells.read_email, "mailto: dara@example.org", "dara@example.org"),
        (cells.read_email, "dara at example", ""),
    ],
)
def test_words_are_understood_in_three_languages(read, typed, value):
    assert read(typed)[0] == value
    assert bool(read(typed)[1]) == (not value)


def test_row_is_read_with_what_is_wrong_in_it():
    columns = {"full_name": 0, "full_name_km": 1, "age": 2, "phone": 3, "gender": 4, "email": 9}
    reading = read_row(["Mr. Sok Sophea Rath", "សុខ សុភា", "៣៦", "x", "-"], columns, today=TODAY)
    assert reading.values == {
        "family_name": "Sok",
        "given_name": "Sophea Rath",
        "family_name_km": "សុខ",
        "given_name_km": "សុភា",
        "birth_year": "1990",
    }
    assert (reading.errors, reading.warnings) == ({}, {"phone": Problem("not-a-phone", "x")})


@pytest.mark.parametrize(
    ("row", "columns", "values", "errors"),
    [
        (["Dara Sok"], {"full_name_given_first": 0}, {"family_name": "Sok", "given_name": "Dara"}, {}),
        (["សុខសុភា"], {"full_name_km": 0}, {"given_name_km": "សុខសុភា"}, {}),
        (["", "012345678"], {"full_name": 0, "phone": 1}, {"phone": "+85512345678"},
         {"family_name": Problem("no-name")}),
        (["x" * 101], {"given_name": 0}, {},
         {"given_name": Problem("too-long", "x" * 60 + "…")}),
    ],
)  # fmt: skip
def test_names_are_parted_and_needed(row, columns, values, errors):
    reading = read_row(row, columns, today=TODAY)
    assert (reading.values, reading.errors) == (values, errors)
