"""Reading a row: the values of a person out of its cells, and what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.records.lists import cells as cell
from lms.records.lists.headings import NAMES, ListField
from lms.records.lists.problems import ERRORS, Problem
from lms.records.models import Affiliation, Organisation, Person

# Fields kept under their own name once a cell is read; a date of birth, an age and a full name
# become other fields.
READERS: dict[str, Callable[[str], cell.Read]] = {
    ListField.GENDER: cell.read_gender,
    ListField.PHONE: cell.read_phone,
    ListField.EMAIL: cell.read_email,
    ListField.TELEGRAM: cell.read_telegram,
    ListField.PROVINCE: cell.read_province,
    ListField.LANGUAGE: cell.read_language,
    ListField.CADRE: cell.read_cadre,
    ListField.IS_VOLUNTEER: cell.read_volunteer,
}
LONGEST = {
    **{
        name: Person._meta.get_field(name).max_length
        for name in ("family_name", "given_name", "family_name_km", "given_name_km", "email")
    },
    "position": Affiliation._meta.get_field("position").max_length,
    "organisation": Organisation._meta.get_field("name").max_length,
}
WRITTEN_NAMES = ("family_name", "given_name", "family_name_km", "given_name_km")


@dataclass
class Reading:
    """``values`` are texts by field; problems are by field too, as they are kept."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Problem] = field(default_factory=dict)
    warnings: dict[str, Problem] = field(default_factory=dict)

    def take(self, name: str, read: cell.Read) -> None:
        value, problem = read
        if value:
            self.values[name] = value
        if problem:
            self.complain(name, problem)

    def complain(self, name: str, problem: Problem) -> None:
        (self.errors if problem.code in ERRORS else self.warnings)[name] = problem


def read_row(row: Sequence[str], columns: Mapping[str, int], *, today: date) -> Reading:
    """Read the cells of ``row`` that ``columns`` names; an empty cell says nothing at all.

    ``today`` turns an age into a year of birth.
    """
    reading = Reading()
    texts = {
        name: row[column]
        for name, column in columns.items()
        if column < len(row) and not cell.is_empty(row[column])
    }
    for name in NAMES:
        if name in texts:
            _read_name(reading, name, cell.without_title(texts[name]))
    for name, read in READERS.items():
        if name in texts:
            reading.take(name, read(texts[name]))
    for name in (ListField.STARTED_ON, ListField.DATA_CONSENT_ON):
        if name in texts:
            reading.take(name, cell.read_date(texts[name], today))
    if ListField.BIRTH in texts:
        reading.take("birth_year", cell.read_birth_year(texts[ListField.BIRTH], today))
    if ListField.AGE in texts and "birth_year" not in reading.values:
        reading.take("birth_year", cell.read_age(texts[ListField.AGE], today))
    for name in (ListField.ORGANISATION, ListField.POSITION):
        if name in texts:
            reading.values[name] = texts[name]
    if ListField.NUMBER in texts:
        reading.values["number"] = texts[ListField.NUMBER].upper()
    _check(reading)
    return reading


def _read_name(reading: Reading, name: str, text: str) -> None:
    """Part a full name at its first space (its last where the given name comes first)."""
    if name in WRITTEN_NAMES:
        reading.values[name] = text
        return
    ending = "_km" if name == ListField.FULL_NAME_KM else ""
    if name == ListField.FULL_NAME_GIVEN_FIRST:
        given, _space, family = text.rpartition(" ")
        given, family = given or family, family if given else ""
    else:
        family, _space, given = text.partition(" ")
        given, family = given or family, family if given else ""
    if family:
        reading.values[f"family_name{ending}"] = family
    elif text:
        reading.complain(f"given_name{ending}", Problem("not-parted", text))
    reading.values[f"given_name{ending}"] = given


def _check(reading: Reading) -> None:
    if not any(reading.values.get(name) for name in WRITTEN_NAMES):
        reading.complain("family_name", Problem("no-name"))
    for name, longest in LONGEST.items():
        if len(reading.values.get(name, "")) > longest:
            reading.complain(name, Problem("too-long", reading.values[name][:60] + "…"))
            del reading.values[name]
