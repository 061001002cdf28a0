"""Reading a cell: what it says as the records keep it, or what is wrong with it."""

import re
from datetime import date, timedelta
from functools import cache

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from lms.khmer import fold, fold_digits
from lms.records.enums import Cadre, Gender, Province
from lms.records.lists.problems import Problem
from lms.records.name_keys import sound_keys

Read = tuple[str, Problem | None]

REGION = "KH"
EARLIEST_YEAR, YOUNGEST = 1915, 5
# Days of Excel: 1 January 1900 is 1, and a 29 February 1900 that never was counts too.
EXCEL_DAY_0 = date(1899, 12, 30)
EXCEL_DAYS = range(5000, 80_000)
MONTHS = (
    "january|jan|មករា", "february|feb|កុម្ភៈ|កុម្ភះ", "march|mar|មីនា", "april|apr|មេសា", "may|ឧសភា",
    "june|jun|មិថុនា", "july|jul|កក្កដា", "august|aug|សីហា", "september|sep|sept|កញ្ញា",
    "october|oct|តុលា", "november|nov|វិច្ឆិកា", "december|dec|ធ្នូ",
)  # fmt: skip
GENDERS = {
    Gender.WOMAN: "ស្រី|ស|ស្ត្រី|នារី|f|female|woman|women|w|girl|lady|nữ|bà",
    Gender.MAN: "ប្រុស|ប|បុរស|m|male|man|men|boy|nam|ông",
    Gender.ANOTHER: "ផ្សេង|ផ្សេងទៀត|another|other|x|non-binary|khác",
    Gender.UNDISCLOSED: "prefer not to say|not say|មិនចង់ប្រាប់|không muốn nói",
}
LANGUAGES = {
    "km": "km|kh|khmer|ខ្មែរ|ភាសាខ្មែរ|cambodian|tiếng khmer",
    "en": "en|eng|english|អង់គ្លេស|ភាសាអង់គ្លេស|tiếng anh",
    "vi": "vi|vn|vietnamese|វៀតណាម|ភាសាវៀតណាម|tiếng việt",
}
PLACES = {
    Province.PHNOM_PENH: "pp|phnom penh capital|ភ្នំពេញ",
    Province.PREAH_SIHANOUK: "sihanoukville|kampong som|sihanouk|កំពង់សោម|ព្រះសីហនុ",
    Province.STUNG_TRENG: "stueng traeng|stoeng treng",
    Province.TBOUNG_KHMUM: "tbong khmum|tboung khmom",
    Province.ODDAR_MEANCHEY: "otdar meanchey|udor meanchey",
    Province.BANTEAY_MEANCHEY: "bmc|banteay mean chey",
    Province.BATTAMBANG: "battambong",
    Province.RATANAKIRI: "ratanak kiri|rattanak kiri",
}
CADRES = {
    Cadre.SOCIAL_WORKER: "sw|social work|case worker|caseworker|បុគ្គលិកសង្គម|សង្គមការី",
    Cadre.COUNSELLOR: "counselor|ប្រឹក្សា",
    Cadre.HOUSEMOTHER: "house mother|house parent|caregiver|មេផ្ទះ",
    Cadre.MANAGER: "director|coordinator|នាយក|អ្នកគ្រប់គ្រង",
    Cadre.FINANCE: "finance|accountant|គណនេយ្យ|ហិរញ្ញវត្ថុ",
    Cadre.POLICE: "police officer|ប៉ូលីស|នគរបាល",
    Cadre.TEACHER: "teacher|គ្រូ|គ្រូបង្រៀន",
    Cadre.RELIGIOUS_LEADER: "pastor|monk|គ្រូគង្វាល",
    Cadre.OFFICIAL: "official|civil servant|មន្ត្រី",
}


def _words(table: dict) -> dict[str, str]:
    return {fold(word): str(value) for value, words in table.items() for word in words.split("|")}


_GENDER_WORDS, _LANGUAGE_WORDS = _words(GENDERS), _words(LANGUAGES)
NOTHING = frozenset(
    {"", "-", "--", "---", ".", "n/a", "na", "none", "null", "nil", "គ្មាន", "khong", "khong co"}
)
YES = frozenset({"yes", "y", "1", "x", "true", "volunteer", "បាទ", "ចាស", "មាន", "co", "✓", "✔"})
_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|dr|ông|bà)\.?\s+|លោកស្រី\s*|លោក\s+|អ្នកស្រី\s*|អ្នកនាង\s*|កញ្ញា\s+)", re.IGNORECASE
)  # fmt: skip
_PROVINCE_WORDS = re.compile(
    r"\b(province|city|municipality|tinh|thanh pho)\b|^(?:រាជធានី|ខេត្ត|ក្រុង)"
)
_TELEGRAM = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_DAY_MONTH_YEAR = re.compile(
    r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z\u1780-\u17dd]{3,})[\s./,-]+(\d{4}|\d{2})", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")


def is_empty(text: str) -> bool:
    """Whether a cell says nothing, also in words."""
    return fold(text) in NOTHING


def without_title(name: str) -> str:
    return _TITLE.sub("", name)


def read_phone(text: str) -> Read:
    """E.164 where it can be told; also with Khmer digits or the 0 that Excel took away."""
    first, *more = re.split(r"\s*(?:[/,;&]|\bor\b)\s*", fold_digits(text))
    typed = re.sub(r"\.0$", "", first).strip()
    typed = re.sub(r"^\+?\s*00", "+", typed)
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return "", Problem("not-a-phone", text)
    if not phonenumbers.is_possible_number(number) or re.search(r"[^\W\d_]", typed):
        return "", Problem("not-a-phone", text)
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        return phone, Problem("unusual-phone", text)
    return phone, Problem("second-phone", text) if any(more) else None


def read_email(text: str) -> Read:
    address = re.sub(r"^mailto:", "", text.replace(" ", ""), flags=re.IGNORECASE)
    try:
        validate_email(address)
    except ValidationError:
        return "", Problem("not-an-email", text)
    return address, None


def read_telegram(text: str) -> Read:
    name = re.sub(r"^(https?://)?t\.me/", "", text.strip())
    match = _TELEGRAM.fullmatch(name)
    return (f"@{match[1]}", None) if match else ("", Problem("not-a-telegram-name", text))


def read_gender(text: str) -> Read:
    found = _GENDER_WORDS.get(fold(text).strip(" ."))
    return (found, None) if found else ("", Problem("unknown-gender", text))


def read_language(text: str) -> Read:
    found = _LANGUAGE_WORDS.get(fold(text))
    if found in dict(settings.LANGUAGES):
        return found, None
    return "", Problem("unknown-language", text)


def read_cadre(text: str) -> Read:
    found = _labels(Cadre).get(fold(text))
    return (found, None) if found else ("", Problem("unknown-cadre", text))


def read_volunteer(text: str) -> Read:
    return ("yes" if fold(text) in YES else ""), None


def read_province(text: str) -> Read:
    plain = fold(text)
    code = re.fullmatch(r"(?:kh)?(\d{1,2})", plain)
    if code and code[1].zfill(2) in Province.values:
        return code[1].zfill(2), None
    plain = _PROVINCE_WORDS.sub("", plain).strip()
    found = _labels(Province).get(plain)
    if not found:
        sounds = sound_keys(plain.replace("kompong", "kampong"))
        found = next((code for key, code in _province_sounds().items() if key in sounds), None)
    return (found, None) if found else ("", Problem("unknown-province", text))


def read_birth_year(text: str, today: date) -> Read:
    """The year out of a year, a date or an Excel day."""
    plain = fold_digits(text).removesuffix(".0").strip()
    year = int(plain) if re.fullmatch(r"\d{4}", plain) else None
    if year is None:
        day = _date_in(plain, today)
        year = day and day.year
    if year is None or not EARLIEST_YEAR <= year <= today.year - YOUNGEST:
        return "", Problem("not-a-year", text)
    return str(year), None


def read_age(text: str, today: date) -> Read:
    match = re.match(r"\d{1,3}(?!\d)", fold_digits(text))
    if not match or not YOUNGEST <= int(match[0]) <= today.year - EARLIEST_YEAR:
        return "", Problem("not-a-year", text)
    return str(today.year - int(match[0])), None


def read_date(text: str, today: date) -> Read:
    day = _date_in(fold_digits(text).removesuffix(".0").strip(), today)
    if day is None or not EARLIEST_YEAR <= day.year <= today.year + 1:
        return "", Problem("not-a-date", text)
    return day.isoformat(), None


def _date_in(text: str, today: date) -> date | None:
    """A date as Excel counts it, as ISO writes it, or day first as Cambodia writes it."""
    if re.fullmatch(r"\d{4,5}", text):
        return EXCEL_DAY_0 + timedelta(int(text)) if int(text) in EXCEL_DAYS else None
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_MONTH_YEAR.search(re.sub("ថ្ងៃទី|ថ្ងៃ|ខែ|ឆ្នាំ", " ", text)):
        day, year = int(match[1]), int(match[3])
        month = int(match[2]) if match[2].isdigit() else _months().get(fold(match[2]), 0)
        if month > 12 >= day:
            day, month = month, day
        if len(match[3]) == 2:
            year += 1900 if year > today.year % 100 else 2000
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {fold(word): n for n, words in enumerate(MONTHS, 1) for word in words.split("|")}


@cache
def _labels(choices) -> dict[str, str]:
    """Folded values and labels in every language of the site, and other words for them."""
    found = _words({Province: PLACES, Cadre: CADRES}[choices])
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(choice.label)): choice.value for choice in choices}
    return found | {fold(value): value for value in choices.values}


@cache
def _province_sounds() -> dict[str, str]:
    return {key: code for name, code in _labels(Province).items() for key in sound_keys(name)}
