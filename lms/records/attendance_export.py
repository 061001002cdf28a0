"""The attendance of a cohort as rows of a table: a line a person, a column a session."""

import csv
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.reports.exports import inert
from lms.records.models import Attendance, Cohort
from lms.records.services.attendance_figures import read_attendance

CHUNK = 200


class _Echo:
    """What a CSV writer writes to, to have each line back."""

    def write(self, line: str) -> str:
        return line


def read_rows(cohort: Cohort) -> Iterator[list]:
    """The heading, then everyone who holds a place; minutes, with the mark where it is none of them.

    Three queries and three for each ``CHUNK`` people.
    """
    sessions = list(cohort.sessions.held_or_planned())
    yield [
        *(_("Person number"), _("Family name"), _("Given name")),
        *(_("Family name in Khmer"), _("Given name in Khmer")),
        *(_("Gender"), _("Organisation"), _("Position"), _("State")),
        *(f"{timezone.localtime(s.starts_at):%Y-%m-%d %H:%M} {s.topic}" for s in sessions),
        *(_("Minutes present"), _("Minutes planned"), _("Hours present")),
        *(_("Attendance %"), _("Attendance so far %")),
    ]
    pks = list(
        cohort.enrolments.holding_a_place()
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(pks), CHUNK):
        yield from _rows_of(cohort, pks[start : start + CHUNK], sessions)


def _rows_of(cohort: Cohort, pks: list[int], sessions: list) -> Iterator[list]:
    enrolments = (
        cohort.enrolments.select_related("person", "organisation")
        .filter(pk__in=pks)
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    )
    enrolments = list(enrolments)
    marks = {
        (mark.enrolment_id, mark.session_id): mark
        for mark in Attendance.objects.filter(enrolment__in=pks).order_by()
    }
    people = read_attendance(enrolments).people
    for enrolment in enrolments:
        person, figures = enrolment.person, people[enrolment.pk]
        yield [
            *(person.number, person.family_name, person.given_name),
            *(person.family_name_km, person.given_name_km),
            enrolment.get_gender_display(),
            str(enrolment.organisation or ""),
            enrolment.position,
            enrolment.get_state_display(),
            *(_shown(marks.get((enrolment.pk, session.pk))) for session in sessions),
            *(figures.minutes, figures.planned_minutes, figures.hours),
            *(figures.percent, figures.percent_so_far),
        ]


def _shown(mark: Attendance | None):
    if mark is None:
        return ""
    return mark.minutes or mark.get_status_display()


def stream_csv(cohort: Cohort) -> Iterator[str]:
    """Lines of CSV that a spreadsheet opens with its letters right and runs nothing of."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in read_rows(cohort):
        yield writer.writerow([inert(value) for value in row])
