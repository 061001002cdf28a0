"""Two records of one person made one, and taken apart again to the last column."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from certificates.models import Certificate
from lms.records.enums import AttendanceSource
from lms.records.exceptions import MergeRefused, UndoRefused
from lms.records.models import (
    AssessmentAttempt,
    Attendance,
    AttendanceChange,
    CalendarFeed,
    Completion,
    Enrolment,
    EnrolmentEvent,
    EvaluationGiven,
    LessonNote,
    LessonProgress,
    Mentorship,
    NotDuplicate,
    Person,
    PersonImport,
    PersonImportRow,
    PersonMerge,
    Submission,
)
from lms.records.services.merge_rules import reasons_against
from lms.records.services.merging import merge_people, undo_merge, what_moves
from lms.records.services.people import link_account
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.courses import make_lesson
from tests.factories.learning import (
    begin_test,
    finish_lesson,
    make_mentorship,
    make_note,
    make_taught_course,
    make_visit,
)
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)
from tests.factories.seedgrants import (
    make_draft,
    make_round,
    make_submitted,
    make_under_review,
)
from tests.factories.work import make_assignment, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR).user


def everything() -> dict:
    """Every row of every table of ours, merges left out."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for label in ("records", "certificates", "accounts", "seedgrants")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model is not PersonMerge
    }


def mark(enrolment, session, status, minutes, source=AttendanceSource.REGISTER):
    return Attendance.objects.create(
        enrolment=enrolment, session=session, status=status, minutes=minutes, source=source
    )


def complete(enrolment, *, day=1, certificate=None):
    return Completion.objects.create(
        enrolment=enrolment,
        course_key=enrolment.cohort.course.translation_key,
        completed_on=date(2026, 1, day),
        rule={},
        figures={},
        certificate=certificate,
    )


@pytest.fixture
def twins():
    """Two records of one person who were in the same cohort, with one of everything each."""
    course = make_taught_course()
    organisation = make_organisation()
    kept = make_trainee(family_name="Chan", given_name="Sophea", phone="+85512555001")
    dropped = make_trainee(
        family_name="Chan",
        given_name="Sophea",
        family_name_km="ចាន់",
        phone="+85512555002",
        email="sophea@example.org",
        gender="woman",
    )
    cohort = make_cohort(course=course)
    sessions = [make_session(cohort=cohort) for _ in range(4)]
    mentor = make_person()
    assignment = make_assignment(parent=course)
    lesson = course.all_lessons[0]
    for person, state in ((kept, "not-completed"), (dropped, "completed")):
        enrolment = make_enrolment(cohort=cohort, person=person, state=state)
        EnrolmentEvent.objects.create(enrolment=enrolment, to_state=state)
        EvaluationGiven.objects.create(
            enrolment=enrolment, evaluation_key="7a6b1b6e-0000-4000-8000-000000000001"
        )
        complete(
            enrolment,
            day=1 if person == dropped else 2,
            certificate=make_certificate(owner=person.user),
        )
        finish_lesson(person=person, lesson=lesson)
        make_note(person=person, lesson=lesson, text=f"From {person.pk}")
        begin_test(person=person, assessment=course.post_test)
        make_submission(person=person, assignment=assignment)
        make_visit(mentorship=make_mentorship(mentor=mentor, learner=person))
        make_affiliation(person=person, organisation=organisation)
        CalendarFeed.objects.create(person=person)
        make_cohort(course=course, trainers=[person])
    cohort.trainers.set([kept, dropped])
    make_enrolment(cohort=make_cohort(course=course), person=dropped)
    other_lesson = make_lesson(parent=lesson.get_parent().specific)
    finish_lesson(person=dropped, lesson=other_lesson)
    make_submitted(applicant=dropped)
    make_draft(applicant=kept)
    NotDuplicate.objects.create(first=kept, second=mentor)
    listed = PersonImport.objects.create(file="list.xlsx", file_name="list.xlsx")
    PersonImportRow.objects.create(person_import=listed, number=1, person=dropped)
    earlier = make_person(number="T77777")
    Person.all_objects.filter(pk=earlier.pk).update(merged_into=dropped)
    ours, theirs = (cohort.enrolments.get(person=person) for person in (kept, dropped))
    mark(ours, sessions[0], "present", 120)
    mark(theirs, sessions[0], "absent", 0)
    mark(ours, sessions[1], "absent", 0)
    mark(theirs, sessions[1], "late", 90)
    mark(ours, sessions[2], "absent", 0, AttendanceSource.CORRECTION)
    mark(theirs, sessions[2], "present", 120)
    mark(theirs, sessions[3], "present", 120)
    return kept, dropped, cohort, sessions


def test_merge_loses_nothing_and_undo_restores_every_row(twins, coordinator):
    kept, dropped, cohort, sessions = twins
    before = everything()
    merge = merge_people(kept=kept, dropped=dropped, actor=coordinator, account="dropped")

    kept, user = Person.objects.get(pk=kept.pk), dropped.user
    enrolment = cohort.enrolments.get()
    assert (enrolment.person, enrolment.state) == (kept, "completed")
    assert [(a.status, a.minutes) for a in enrolment.attendances.order_by("session_id")] == [
        ("present", 120),
        ("late", 90),
        ("absent", 0),
        ("present", 120),
    ]
    assert sorted(
        AttendanceChange.objects.values_list("session_id", "from_status", "to_status")
    ) == [
        (sessions[0].pk, "absent", "present"),
        (sessions[1].pk, "absent", "late"),
        (sessions[2].pk, "present", "absent"),
    ]
    assert list(enrolment.events.values_list("from_state", "to_state").order_by("pk")) == [
        ("", "not-completed"),
        ("", "completed"),
        ("not-completed", "completed"),
    ]
    assert enrolment.completion.completed_on == date(2026, 1, 1)
    assert Enrolment.objects.filter(person=kept).count() == 2
    assert Certificate.objects.filter(owner=user).count() == 2
    assert LessonProgress.objects.filter(person=kept).count() == 2
    note = LessonNote.objects.get(person=kept).text
    assert note == f"From {kept.pk}\n\nFrom {dropped.pk}"
    assert AssessmentAttempt.objects.get(person=kept).is_open
    assert list(
        Submission.objects.filter(person=kept).order_by("number").values_list("number", "state")
    ) == [(1, "returned"), (2, "submitted")]
    mentorship = Mentorship.objects.get(learner=kept)
    assert mentorship.visits.count() == 2
    assert kept.affiliations.count() == 1
    assert kept.cohorts_trained.count() == 3
    assert kept.grant_applications.count() == 2
    assert (kept.user, kept.email, kept.family_name_km) == (user, "sophea@example.org", "ចាន់")
    assert kept.gender == "woman"
    old = Person.all_objects.get(pk=dropped.pk)
    assert (old.merged_into, old.user) == (kept, None)
    assert PersonImportRow.objects.get().person_id == dropped.pk
    account = get_user_model().objects.get(pk=twins[0].user.pk)
    assert not account.is_active
    for text in (dropped.number, "T77777", "012 555 002", "៧៧៧៧៧"):
        assert list(Person.objects.search(text)) == [kept], text

    undo_merge(merge=merge, actor=coordinator)
    assert everything() == before


def test_what_was_changed_after_the_merge_stays_as_it_is_now(coordinator):
    kept, dropped = make_person(), make_person(email="old@example.org", telegram="@dara")
    enrolment = make_enrolment(person=dropped)
    merge = merge_people(kept=kept, dropped=dropped, actor=coordinator)
    kept.refresh_from_db()
    kept.email = "new@example.org"
    kept.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(state="withdrawn")
    later = make_enrolment(person=kept)
    undo_merge(merge=merge, actor=coordinator)
    kept.refresh_from_db()
    enrolment.refresh_from_db()
    assert (kept.email, kept.telegram) == ("new@example.org", "")
    assert (enrolment.person, enrolment.state) == (dropped, "withdrawn")
    assert Enrolment.objects.get(pk=later.pk).person == kept
    assert list(Person.objects.search("old@example.org")) == [dropped]


def test_chosen_values_stay_and_others_follow_what_is_filled_in_and_newer(coordinator):
    today = timezone.now()
    kept = make_person(given_name="Old", phone="+85512555001", created_at=today)
    dropped = make_person(
        given_name="New",
        family_name="",
        phone="+85512555002",
        province="12",
        created_at=today + timedelta(days=1),
    )
    merge_people(kept=kept, dropped=dropped, actor=coordinator, choices={"phone": "kept"})
    kept.refresh_from_db()
    assert (kept.given_name, kept.family_name, kept.province) == ("New", "Sok", "12")
    assert kept.phone.as_e164 == "+85512555001"
    assert kept.number != dropped.number


def test_place_that_becomes_free_goes_to_the_waiting_list(coordinator):
    kept, dropped = make_person(), make_person()
    cohort = make_cohort(capacity=2)
    for person in (kept, dropped):
        make_enrolment(cohort=cohort, person=person)
    waiting = make_enrolment(cohort=cohort, state="waiting")
    merge_people(kept=kept, dropped=dropped, actor=coordinator)
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"


def test_certificate_goes_with_an_account_that_comes_later(coordinator):
    kept, dropped = make_person(), make_person()
    cohort = make_cohort()
    certificates = []
    for person in (kept, dropped):
        certificates.append(make_certificate())
        complete(
            make_enrolment(cohort=cohort, person=person, state="completed"),
            certificate=certificates[-1],
        )
    merge_people(kept=kept, dropped=dropped, actor=coordinator)
    user = make_user()
    link_account(person=Person.objects.get(pk=kept.pk), user=user)
    assert set(Certificate.objects.filter(owner=user)) == set(certificates)


def test_refusals_change_nothing(coordinator):
    kept, dropped = make_trainee(), make_trainee()
    make_mentorship(mentor=kept, learner=make_person())
    pair = make_mentorship()
    round_page = make_round()
    sent = [make_submitted(round_page=round_page) for _ in range(2)]
    before = everything()
    boss = make_user(is_superuser=True)
    ruler = make_person(user=boss)
    own = Person.objects.get(user=coordinator)
    attempts = [
        (kept, kept, "kept"),
        (kept, dropped, None),
        (pair.mentor, pair.learner, None),
        (sent[0].applicant, sent[1].applicant, "kept"),
        (kept, ruler, "kept"),
        (kept, own, "kept"),
    ]
    for one, other, account in attempts:
        with pytest.raises(MergeRefused):
            merge_people(kept=one, dropped=other, actor=coordinator, account=account)
    assert len(reasons_against(pair.mentor, pair.learner)) == 1
    review = make_under_review().reviews.select_related("reviewer", "application__applicant")[0]
    assert len(reasons_against(review.reviewer, review.application.applicant)) == 1
    assert PersonMerge.objects.count() == 0
    with pytest.raises(PermissionDenied):
        merge_people(kept=kept, dropped=dropped, actor=kept.user, account="kept")
    assert everything()["records.Enrolment"] == before["records.Enrolment"]


def test_merges_are_taken_back_latest_first_and_once(coordinator):
    first, second, third = (make_person(given_name=name) for name in "ABC")
    one = merge_people(kept=first, dropped=second, actor=coordinator)
    with pytest.raises(MergeRefused):
        merge_people(kept=third, dropped=second, actor=coordinator)
    two = merge_people(kept=third, dropped=first, actor=coordinator)
    assert set(Person.all_objects.filter(merged_into=third)) == {first, second}
    with pytest.raises(UndoRefused):
        undo_merge(merge=one, actor=coordinator)
    undo_merge(merge=two, actor=coordinator)
    undo_merge(merge=one, actor=coordinator)
    with pytest.raises(UndoRefused):
        undo_merge(merge=one, actor=coordinator)
    assert Person.objects.filter(pk__in=[first.pk, second.pk, third.pk]).count() == 3


def test_what_moves_is_counted_by_kind(coordinator):
    person = make_person()
    enrolment = make_enrolment(person=person)
    mark(enrolment, make_session(cohort=enrolment.cohort), "present", 120)
    make_cohort(trainers=[person])
    assert what_moves(person) == {"Enrolments": 1, "Attendance": 1, "Cohorts they train": 1}
