"""The dry run of a list: every row read, judged, compared with the people there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from django.utils import timezone

from lms.records.enums import Gender, ImportState, RowDecision
from lms.records.exceptions import UnreadableList
from lms.records.lists.problems import Problem
from lms.records.lists.reading import Reading, read_row
from lms.records.lists.rows import Row, read_rows
from lms.records.models import Affiliation, Person, PersonImport, PersonImportRow
from lms.records.services.duplicates import Identity, Likeness, LikenessIndex, index_people
from lms.records.services.import_organisations import OrganisationNames

BATCH = 500
MOST_SHOWN = 5


def check_list(*, person_import: PersonImport) -> None:
    """Read every row of the file and keep what it says, what is wrong and who it may be.

    Rows kept before are read anew, so it may run twice. Nothing else is written.
    """
    if person_import.state != ImportState.CHECKING:
        return
    person_import.rows.all().delete()
    _save(person_import, done=0, total=0, problem="", organisations={})
    judge = _Judge(person_import)
    try:
        with person_import.file.open("rb") as file:
            data = file.read()
        for rows in _batched(_body(person_import, read_rows(data, sheet=person_import.sheet))):
            PersonImportRow.objects.bulk_create(judge.rows(rows), ignore_conflicts=True)
            _save(person_import, done=person_import.done + len(rows))
    except UnreadableList as error:
        _save(person_import, state=ImportState.FAILED, problem=str(error)[:255])
        return
    _save(
        person_import,
        state=ImportState.CHECKED,
        total=person_import.done,
        organisations=judge.organisations.unknown,
    )


def _save(person_import: PersonImport, **fields) -> None:
    for name, value in fields.items():
        setattr(person_import, name, value)
    person_import.save(update_fields=list(fields))


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _body(person_import: PersonImport, rows: Iterable[Row]) -> Iterator[Row]:
    """What stands below the headings, without headings that are repeated on every printed page."""
    headings, columns = None, person_import.columns.values()
    for number, cells in rows:
        if number == person_import.header_row:
            headings = cells
        elif (
            number > person_import.header_row
            and cells != headings
            and any(cells[column] for column in columns if column < len(cells))
        ):
            yield number, cells


class _Judge:
    """Makes a row of each row, knowing all people and the rows before."""

    def __init__(self, person_import: PersonImport):
        self.person_import = person_import
        self.today = timezone.localdate()
        self.people = index_people()
        self.rows_before = LikenessIndex()
        self.organisations = OrganisationNames()

    def rows(self, rows: list[Row]) -> list[PersonImportRow]:
        judged = [self._judge(number, cells) for number, cells in rows]
        self._compare_posts(judged)
        return judged

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(Person.objects.values_list("number", "pk"))

    def _judge(self, number: int, cells: list[str]) -> PersonImportRow:
        reading = read_row(cells, self.person_import.columns, today=self.today)
        identity = self._identity(reading)
        found = self.people.like(identity)[:MOST_SHOWN]
        decision = RowDecision.CREATE
        if len([likeness for likeness in found if likeness.is_almost_certain]) == 1:
            decision = RowDecision.USE
        if known := self._by_number(reading):
            found = [known, *(likeness for likeness in found if likeness.person != known.person)]
            decision = RowDecision.USE
        same = self.rows_before.like(identity)
        if same:
            reading.complain("row", Problem("same-as-row", str(same[0].person)))
            if same[0].is_almost_certain:
                decision = RowDecision.SKIP
        self.rows_before.add(number, identity)
        row = PersonImportRow(
            person_import=self.person_import,
            number=number,
            values=reading.values,
            errors=reading.errors,
            warnings=reading.warnings,
            duplicates=[likeness._asdict() for likeness in found],
            decision=RowDecision.SKIP if reading.errors else decision,
        )
        row.works_at = identity.organisations
        return row

    def _by_number(self, reading: Reading) -> Likeness | None:
        number = reading.values.get("number")
        if not number:
            return None
        if number in self._numbers:
            return Likeness(self._numbers[number], 100, ())
        reading.complain("number", Problem("unknown-number", number))
        return None

    def _identity(self, reading: Reading) -> Identity:
        values = reading.values
        return Identity(
            family_name=values.get("family_name", ""),
            given_name=values.get("given_name", ""),
            family_name_km=values.get("family_name_km", ""),
            given_name_km=values.get("given_name_km", ""),
            gender=values.get("gender", Gender.UNDISCLOSED),
            birth_year=int(values["birth_year"]) if "birth_year" in values else None,
            phone=values.get("phone", ""),
            email=values.get("email", ""),
            organisations=self._organisations_of(values),
        )

    def _organisations_of(self, values: dict[str, str]) -> frozenset[int]:
        if "organisation" in values:
            return frozenset({self.organisations.find(values["organisation"])})
        return frozenset({self.person_import.organisation_id} - {None})

    def _compare_posts(self, rows: list[PersonImportRow]) -> None:
        """Say where somebody works already, if the list says another place; in one query."""
        used = {row.duplicates[0]["person"]: row for row in rows if row.decision == RowDecision.USE}
        posts = defaultdict(list)
        for post in (
            Affiliation.objects.current().filter(person__in=used).select_related("organisation")
        ):
            posts[post.person_id].append(post.organisation)
        for pk, organisations in posts.items():
            here = used[pk].works_at
            if here and not here & {organisation.pk for organisation in organisations}:
                names = ", ".join(organisation.name for organisation in organisations)
                used[pk].warnings["organisation"] = Problem("other-post", names)
