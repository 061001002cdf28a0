"""Which column of a list is what, guessed from its headings in three languages and its cells."""

import re
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lms.khmer import fold
from lms.records.lists.rows import Row


class ListField(models.TextChoices):
    """What a column of a list may hold. A full name is parted; of a birth only the year is kept."""

    FULL_NAME = "full_name", _("full name, family name first")
    FULL_NAME_KM = "full_name_km", _("full name in Khmer, family name first")
    FULL_NAME_GIVEN_FIRST = "full_name_given_first", _("full name, given name first")
    FAMILY_NAME = "family_name", _("family name")
    GIVEN_NAME = "given_name", _("given name")
    FAMILY_NAME_KM = "family_name_km", _("family name in Khmer")
    GIVEN_NAME_KM = "given_name_km", _("given name in Khmer")
    GENDER = "gender", _("gender")
    BIRTH = "birth", _("year or date of birth")
    AGE = "age", _("age in years")
    PHONE = "phone", _("phone")
    EMAIL = "email", _("email")
    TELEGRAM = "telegram", _("Telegram name")
    PROVINCE = "province", _("province")
    ORGANISATION = "organisation", _("organisation")
    POSITION = "position", _("position")
    CADRE = "cadre", _("kind of work")
    IS_VOLUNTEER = "is_volunteer", _("volunteer (yes or no)")
    STARTED_ON = "started_on", _("works there since")
    LANGUAGE = "language", _("preferred language")
    DATA_CONSENT_ON = "data_consent_on", _("agreed to the keeping of data on")
    NUMBER = "number", _("person number")


NAMES = (
    ListField.FULL_NAME,
    ListField.FULL_NAME_KM,
    ListField.FULL_NAME_GIVEN_FIRST,
    ListField.FAMILY_NAME,
    ListField.GIVEN_NAME,
    ListField.FAMILY_NAME_KM,
    ListField.GIVEN_NAME_KM,
)
# Which script a name is in, its cells tell better than its heading.
IN_KHMER = {
    ListField.FULL_NAME: ListField.FULL_NAME_KM,
    ListField.FAMILY_NAME: ListField.FAMILY_NAME_KM,
    ListField.GIVEN_NAME: ListField.GIVEN_NAME_KM,
}
HEADINGS = {
    ListField.FULL_NAME: (
        "name|full name|names|participant|participants name|name of participant|trainee|staff name|"
        "ឈ្មោះ|ឈ្មោះពេញ|គោត្តនាម និងនាម|គោត្តនាម នាម|នាម គោត្តនាម|នាមត្រកូល និងនាមខ្លួន|ឈ្មោះសិក្ខាកាម|ឈ្មោះអ្នកចូលរួម|"
        "អក្សរឡាតាំង|ឡាតាំង|latin name|khmer name|name in khmer|name in latin|name in english|english name|"
        "họ tên|họ và tên|tên|tên đầy đủ"
    ),
    ListField.FAMILY_NAME: "family name|surname|last name|family|lastname|នាមត្រកូល|គោត្តនាម|ត្រកូល|họ",
    ListField.GIVEN_NAME: (
        "given name|first name|firstname|given|forename|នាមខ្លួន|នាម|ឈ្មោះខ្លួន|tên gọi|tên riêng"
    ),
    ListField.GENDER: "gender|sex|m f|f m|ភេទ|giới tính|phái",
    ListField.BIRTH: (
        "year of birth|birth year|date of birth|dob|birth date|birthday|born|yob|"
        "ថ្ងៃខែឆ្នាំកំណើត|ឆ្នាំកំណើត|ថ្ងៃកំណើត|ថ្ងៃ ខែ ឆ្នាំកំណើត|năm sinh|ngày sinh|ngày tháng năm sinh"
    ),
    ListField.AGE: "age|ages|age in years|អាយុ|tuổi",
    ListField.PHONE: (
        "phone|telephone|tel|mobile|phone number|contact|contact number|cell|tel no|phone no|hp|"
        "ទូរស័ព្ទ|លេខទូរស័ព្ទ|លេខ ទូរស័ព្ទ|ទូរសព្ទ|លេខទំនាក់ទំនង|điện thoại|số điện thoại|sđt|di động"
    ),
    ListField.EMAIL: "email|e mail|mail|email address|អ៊ីមែល|អុីមែល|សារអេឡិចត្រូនិក|thư điện tử",
    ListField.TELEGRAM: "telegram|telegram name|តេឡេក្រាម",
    ListField.PROVINCE: (
        "province|location|city|province city|ខេត្ត|រាជធានី|រាជធានី ខេត្ត|ខេត្ត ក្រុង|ទីតាំង|tỉnh|tỉnh thành|thành phố"
    ),
    ListField.ORGANISATION: (
        "organisation|organization|org|ngo|institution|agency|name of organisation|"
        "name of organization|employer|អង្គការ|អង្គភាព|ស្ថាប័ន|ឈ្មោះអង្គការ|អង្គការ ស្ថាប័ន|tổ chức|cơ quan|đơn vị"
    ),
    ListField.POSITION: (
        "position|job|job title|title|role|function|តួនាទី|មុខតំណែង|មុខងារ|chức vụ|chức danh|vị trí"
    ),
    ListField.CADRE: "cadre|profession|occupation|kind of work|ប្រភេទការងារ|មុខរបរ|nghề nghiệp",
    ListField.IS_VOLUNTEER: "volunteer|volunteer yes or no|is volunteer|អ្នកស្ម័គ្រចិត្ត|tình nguyện|tình nguyện viên",
    ListField.STARTED_ON: (
        "works there since|since|start date|started|joined|ថ្ងៃចូលធ្វើការ|ចាប់ពី|ngày bắt đầu|ngày vào làm"
    ),
    ListField.LANGUAGE: "language|preferred language|ភាសា|ngôn ngữ",
    ListField.DATA_CONSENT_ON: (
        "consent|agreed to the keeping of data on|consent date|data consent|ការយល់ព្រម|đồng ý"
    ),
    ListField.NUMBER: "person number|person no|id|លេខសម្គាល់បុគ្គល|លេខសម្គាល់|mã số",
}  # fmt: skip
LOOKED_THROUGH = 25
EXACT, CONTAINED, LEAST_CONTAINED = 3, 1, 4

_SIGNS = re.compile(r"[^\w\u1780-\u17dd]+")
_PARTING = re.compile(r"[/()\[\]|\-–—:;,]| - ")
_KHMER = re.compile(r"[\u1780-\u17dd]")
_SAYS_KHMER = re.compile(f"khmer|{fold('ខ្មែរ')}")
_LATIN = re.compile(r"[A-Za-z]")


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", fold(text)).strip()


@cache
def _phrases() -> dict[ListField, frozenset[str]]:
    """Folded headings of each field, with its own label in every language of the site."""
    found = {field: set(HEADINGS.get(field, "").split("|")) for field in ListField}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for field in ListField:
                found[field].add(str(field.label))
    return {
        field: frozenset(_plain(phrase) for phrase in phrases) - {""}
        for field, phrases in found.items()
    }


def find_header(rows: Sequence[Row]) -> int:
    """The number of the row in which the most headings are known; else of the first row."""
    best, most = (rows[0][0] if rows else 1), 0
    for number, cells in rows[:LOOKED_THROUGH]:
        known = {field for cell in cells for field, sure in [_field_of(cell)] if sure == EXACT}
        if len(known) > most:
            best, most = number, len(known)
    return best


def guess_columns(headings: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """The column (from 0) for each field that can be told, the surest first; no column twice."""
    guesses = []
    for column, heading in enumerate(headings):
        field, sure = _field_of(heading)
        if field:
            field = _in_its_script(
                field, heading, [row[column] for row in samples if column < len(row)]
            )
            guesses.append((-sure, column, field))
    columns: dict[str, int] = {}
    for _sure, column, field in sorted(guesses):
        columns.setdefault(str(field), column)
    _settle_names(columns)
    return columns


def _field_of(heading: str) -> tuple[ListField | None, int]:
    whole = _plain(heading)
    parts = {whole, *(_plain(part) for part in _PARTING.split(heading))} - {""}
    found: tuple[ListField | None, int, int] = (None, 0, 0)
    for field, phrases in _phrases().items():
        for phrase in phrases:
            if phrase in parts:
                found = max(found, (field, EXACT, len(phrase)), key=lambda guess: guess[1:])
            elif len(phrase) >= LEAST_CONTAINED and _contains(whole, phrase):
                found = max(found, (field, CONTAINED, len(phrase)), key=lambda guess: guess[1:])
    return found[:2]


def _contains(whole: str, phrase: str) -> bool:
    # Khmer is written without spaces between words, so there any place will do.
    return phrase in whole if _KHMER.search(phrase) else f" {phrase} " in f" {whole} "


def _in_its_script(field: ListField, heading: str, cells: Sequence[str]) -> ListField:
    if field not in IN_KHMER:
        return field
    khmer = sum(bool(_KHMER.search(cell)) for cell in cells)
    latin = sum(bool(_LATIN.search(cell)) for cell in cells)
    if khmer == latin:
        khmer = bool(_SAYS_KHMER.search(fold(heading)))
    return IN_KHMER[field] if khmer > latin else field


def _settle_names(columns: dict[str, int]) -> None:
    """Beside a family name, “name” is the given one; where both are there, it says them again."""
    for full, family, given in (
        (ListField.FULL_NAME, ListField.FAMILY_NAME, ListField.GIVEN_NAME),
        (ListField.FULL_NAME_KM, ListField.FAMILY_NAME_KM, ListField.GIVEN_NAME_KM),
    ):
        if family in columns and full in columns:
            columns.setdefault(given, columns.pop(full))
