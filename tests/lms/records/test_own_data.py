"""A person's copy of their data, and a person taken out while every count stays true."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from lms.fields import private_storage
from lms.records.exceptions import UndoRefused
from lms.records.models import Attendance, Enrolment, Invitation, Person
from lms.records.services.anonymising import anonymise_person
from lms.records.services.invitations import invite_people
from lms.records.services.merging import merge_people, undo_merge
from lms.roles import Role
from tests.factories.certificates import make_certificate
from tests.factories.learning import (
    attend,
    finish_lesson,
    make_action,
    make_mentorship,
    make_note,
    make_taught_course,
    make_visit,
    take_test,
)
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)
from tests.factories.seedgrants import make_draft
from tests.factories.work import make_assignment, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
SECRET = "Xylophone"


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR).user


@pytest.fixture
def person():
    """Somebody whose every text says ``SECRET``."""
    course = make_taught_course()
    person = make_trainee(
        family_name=SECRET,
        given_name=SECRET,
        given_name_km=SECRET,
        email=f"{SECRET}@example.org",
        telegram=f"@{SECRET}",
        phone="+85512555001",
        birth_year=1990,
        gender="woman",
        organisation=make_organisation(),
    )
    person.user.first_name = SECRET
    person.user.email = f"{SECRET}@example.com"
    person.user.save()
    cohort = make_cohort(course=course)
    attend(
        enrolment=make_enrolment(cohort=cohort, person=person),
        minutes=90,
        session=make_session(cohort=cohort),
    )
    lesson = course.all_lessons[0]
    finish_lesson(person=person, lesson=lesson)
    make_note(person=person, lesson=lesson, text=SECRET)
    take_test(person=person, assessment=course.post_test)
    make_submission(
        person=person,
        assignment=make_assignment(parent=course),
        text=SECRET,
        file=ContentFile(b"%PDF-1.7", f"{SECRET}.pdf"),
    )
    mentorship = make_mentorship(learner=person, goals=SECRET)
    make_action(
        visit=make_visit(mentorship=mentorship, went_well=SECRET, next_step=SECRET), text=SECRET
    )
    return person


def tables_with(text) -> set[str]:
    return {
        model._meta.label
        for app in apps.get_app_configs()
        for model in app.get_models(include_auto_created=True)
        if model._meta.managed
        and text.lower() in str(list(model._base_manager.values_list())).lower()
    }


def counts() -> tuple:
    return (
        list(Enrolment.objects.values_list("state", "gender", "organisation", "age_band")),
        list(Attendance.objects.values_list("status", "minutes")),
        list(Person.objects.values_list("gender", "province").order_by("pk")),
    )


def test_person_reads_and_downloads_everything_about_themselves_only(client, person):
    make_certificate(owner=person.user, name="Printed")
    make_draft(applicant=person)
    make_enrolment(cohort=make_cohort(code="other-1"))
    client.force_login(person.user)
    page = client.get(reverse("records:my_data"))
    assert SECRET in page.text
    response = client.get(reverse("records:my_data_file"))
    assert "attachment" in response["Content-Disposition"]
    data = json.loads(response.content)
    filled = {
        name: len(rows)
        for name, rows in data.items()
        if name != "person" and (rows or not name.startswith("grant"))
    }
    assert filled == {
        "phone": 1,
        "posts": 1,
        "enrolments": 1,
        "attendance": 1,
        "lessons": 1,
        "notes": 1,
        "tests": 1,
        "submissions": 1,
        "mentoring": 1,
        "mentoring_visits": 1,
        "agreed_actions": 1,
        "messages": 0,
        "certificates": 1,
        "account": 1,
        "grant_proposals": 1,
        "grant_answers": 2,
        "grant_budget": 1,
    }
    assert data["phone"] == [{"phone": "+85512555001"}]
    assert "other-1" not in response.text


def test_anonymous_person_is_found_nowhere_and_counts_as_before(person, coordinator):
    other = make_person(family_name=SECRET, phone="+85512555002")
    merge = merge_people(kept=person, dropped=other, actor=coordinator)
    invite_people(people=[make_person()], actor=coordinator)
    [file_name] = person.submissions.values_list("file", flat=True)
    before, user = counts(), person.user
    anonymise_person(person=person, actor=coordinator)
    assert tables_with(SECRET) == set()
    assert tables_with("12555001") == tables_with("12555002") == set()
    assert counts() == before
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.user, person.birth_year, person.age_band) == (None, None, "35-49")
    assert (user.is_active, user.has_usable_password(), user.groups.count()) == (False, False, 0)
    assert person.attempts.get().percent is not None
    assert Invitation.objects.count() == 1
    assert private_storage().exists(file_name)
    with pytest.raises(UndoRefused):
        undo_merge(merge=merge, actor=coordinator)


def test_file_handed_in_is_deleted_once_it_is_certain(
    person, coordinator, django_capture_on_commit_callbacks
):
    [file_name] = person.submissions.values_list("file", flat=True)
    with django_capture_on_commit_callbacks(execute=True):
        anonymise_person(person=person, actor=coordinator)
    assert not private_storage().exists(file_name)


def test_coordinator_types_the_number_and_nobody_else_may(client, person, coordinator):
    url = reverse("records_anonymise", args=[person.pk])
    client.force_login(make_person(role=Role.TRAINER).user)
    client.post(url, {"number": person.number})
    client.force_login(coordinator)
    assert person.number in client.get(url).text
    client.post(url, {"number": "P"})
    assert Person.objects.get(pk=person.pk).family_name == SECRET
    client.post(url, {"number": person.number.lower()})
    assert Person.objects.get(pk=person.pk).family_name == ""
    with pytest.raises(PermissionDenied):
        anonymise_person(person=coordinator.person, actor=coordinator)
    with pytest.raises(PermissionDenied):
        anonymise_person(person=make_person(), actor=make_trainee().user)
