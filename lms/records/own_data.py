"""Everything the site keeps about one person, for that person, as plain data.

Each app adds the sections it keeps: :func:`section` registers what collects one. What others wrote
for themselves (a reviewer's notes, who marked what) is not the person's.
"""

from collections.abc import Callable, Iterable

from django.db.models import Model, Q

from certificates.models import Certificate
from lms.records.models import (
    ActionItem,
    Affiliation,
    AssessmentAttempt,
    Attendance,
    Enrolment,
    LessonNote,
    LessonProgress,
    MentoringVisit,
    Mentorship,
    Message,
    Person,
    Submission,
)
from lms.records.services.people import person_certificates

Collect = Callable[[Person], Iterable[dict]]
SECTIONS: dict[str, Collect] = {}


def section(name: str):
    """Register ``collect(person)``, which gives the rows of one section as dictionaries."""

    def register(collect: Collect) -> Collect:
        SECTIONS[name] = collect
        return collect

    return register


def own_data(person: Person) -> dict:
    """All sections by name; values as the database has them, dates and numbers included."""
    return {
        "person": fields_of(person, *PERSON),
        **{name: list(collect(person)) for name, collect in SECTIONS.items()},
    }


def fields_of(row: Model, *names: str) -> dict:
    return {name: getattr(row, name) for name in names}


def table_section(name: str, model: type[Model], path: str, *columns: str) -> None:
    """A section that is the rows of one table in which ``path`` names the person."""

    def collect(person: Person):
        return model._base_manager.filter(**{path: person}).order_by("pk").values(*columns)

    section(name)(collect)


PERSON = (
    "number", "family_name", "given_name", "family_name_km", "given_name_km", "gender",
    "birth_year", "age_band", "email", "telegram", "language", "province",
    "data_consent_on", "photo_consent_on", "created_at",
)  # fmt: skip


section("phone")(lambda person: [{"phone": person.phone.as_e164}] if person.phone else [])
table_section(
    "posts", Affiliation, "person",
    "organisation__name", "position", "cadre", "is_volunteer", "started_on", "ended_on",
)  # fmt: skip
table_section(
    "enrolments", Enrolment, "person",
    "cohort__code", "cohort__course__title", "cohort__starts_on", "cohort__ends_on", "state",
    "organisation__name", "position", "cadre", "gender", "age_band", "province", "created_at",
)  # fmt: skip
table_section(
    "attendance", Attendance, "enrolment__person",
    "session__topic", "session__starts_at", "status", "minutes",
)  # fmt: skip
table_section("lessons", LessonProgress, "person", "title", "opened_at", "done_at")
table_section("notes", LessonNote, "person", "title", "text", "changed_at")
table_section(
    "tests", AssessmentAttempt, "person",
    "title", "started_at", "submitted_at", "percent", "answers",
)  # fmt: skip
table_section(
    "submissions", Submission, "person",
    "title", "number", "text", "file_name", "state", "feedback", "submitted_at",
)  # fmt: skip
table_section("mentoring", Mentorship, "learner", "goals", "started_on", "ended_on")
table_section(
    "mentoring_visits", MentoringVisit, "mentorship__learner",
    "met_on", "minutes", "way", "skill_practised", "went_well", "next_step",
)  # fmt: skip
table_section("agreed_actions", ActionItem, "owner", "text", "due_on", "done_on")
table_section("messages", Message, "person", "kind", "cohort__code", "state", "created_at")


@section("certificates")
def certificates(person: Person):
    own = Q(pk__in=person_certificates(person))
    if person.user_id:
        own |= Q(owner=person.user_id)
    return Certificate.objects.filter(own).values(
        "number", "name", "name_km", "course_title", "completed_on", "state"
    )


@section("account")
def account(person: Person):
    user = person.user
    if user is None:
        return []
    roles = list(user.groups.values_list("name", flat=True))
    return [{"email": user.email, "phone": str(user.phone or ""), "joined": user.date_joined,
             "last_sign_in": user.last_login, "roles": roles}]  # fmt: skip
