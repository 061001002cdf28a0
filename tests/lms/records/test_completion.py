"""Judging and closing a cohort."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from certificates.models import Certificate, CertificateState
from courses.models import Delivery
from lms.records.enums import CohortState, EnrolmentState
from lms.records.models import Completion
from lms.records.services.closing import (
    CohortCancelled,
    CohortNotOver,
    close_cohort,
)
from lms.records.services.completion import certificate_facts, course_titles
from lms.records.services.judging import course_rule, judge
from lms.records.transitions import find_move
from lms.roles import Role
from tests.factories.learning import (
    attend,
    finish_lesson,
    make_ended_cohort,
    make_taught_course,
    take_test,
)
from tests.factories.records import make_cohort, make_enrolment, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_taught_course(attendance_percent=80)


@pytest.fixture
def cohort(course, roles):
    trainer = make_person(role=Role.TRAINER)
    cohort = make_ended_cohort(course=course, trainers=[trainer])
    cohort.trainer = trainer.user
    return cohort


def make_graduate(cohort, *, minutes=100, lessons=None, right=4, **fields):
    """Someone who did what the course asks for, unless told otherwise."""
    enrolment = make_enrolment(cohort=cohort, **fields)
    attend(enrolment=enrolment, minutes=minutes)
    for lesson in cohort.course.all_lessons[:lessons]:
        finish_lesson(person=enrolment.person, lesson=lesson)
    if right is not None and cohort.course.post_test:
        take_test(person=enrolment.person, assessment=cohort.course.post_test, right=right)
    return enrolment


def reasons(cohort):
    judgements = judge(cohort, course_rule(cohort))
    return [judgement.reasons for judgement in judgements]


def close(cohort, capture):
    """Close and let the background do its work."""
    with capture(execute=True):
        return close_cohort(cohort=cohort, actor=cohort.trainer)


# -- The rule -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (80, []),
        (100, []),
        (79, ["Attended 79% of the training time; 80% are needed."]),
        (0, ["Attended 0% of the training time; 80% are needed."]),
    ],
)
def test_attendance_counts_at_the_limit_and_not_below(cohort, minutes, expected):
    make_graduate(cohort, minutes=minutes)
    assert reasons(cohort) == [expected]


def test_attendance_a_minute_short_of_a_long_course_is_not_rounded_up(course, roles):
    cohort = make_ended_cohort(course=course, minutes=1000)
    make_graduate(cohort, minutes=799)
    assert reasons(cohort) == [["Attended 79.9% of the training time; 80% are needed."]]


def test_attendance_is_of_all_sessions_but_the_cancelled(cohort):
    make_graduate(cohort, minutes=100)
    cohort.session.pk = None
    cohort.session.cancelled_at = timezone.now()
    cohort.session.save()
    assert reasons(cohort) == [[]]
    cohort.session.pk = None
    cohort.session.cancelled_at = None
    cohort.session.save()
    assert reasons(cohort) == [["Attended 50% of the training time; 80% are needed."]]


def test_missing_lessons_are_counted(cohort):
    make_graduate(cohort, lessons=1)
    make_graduate(cohort, lessons=-9)
    assert reasons(cohort) == [["1 required lesson not done."], ["2 required lessons not done."]]


def test_lessons_do_not_count_where_the_course_does_not_ask(course, cohort):
    make_graduate(cohort, lessons=1)
    course.required_lessons = False
    course.save()
    cohort.course.refresh_from_db()
    assert reasons(cohort) == [[]]


def test_best_attempt_at_the_post_test_counts(course, cohort):
    enrolment = make_graduate(cohort, right=3)
    take_test(person=enrolment.person, assessment=course.post_test, right=0)
    assert reasons(cohort) == [[]]


def test_post_test_below_the_limit_or_not_taken(cohort):
    make_graduate(cohort, right=2)
    make_graduate(cohort, right=None)
    assert reasons(cohort) == [["Post-test 50%; 75% are needed."], ["Post-test not taken."]]


def test_course_without_a_post_test_asks_for_none(roles):
    cohort = make_ended_cohort(course=make_taught_course(post_test=False))
    make_graduate(cohort)
    assert reasons(cohort) == [[]]
    assert course_rule(cohort).post_test_percent is None


def test_online_course_without_sessions_asks_for_no_attendance(roles):
    course = make_taught_course(delivery=Delivery.ONLINE)
    cohort = make_ended_cohort(course=course)
    make_graduate(cohort, minutes=0)
    assert reasons(cohort) == [["Attended 0% of the training time; 80% are needed."]]
    cohort.session.cancelled_at = timezone.now()
    cohort.session.save()
    assert reasons(cohort) == [[]]


def test_workshop_without_sessions_completes_nobody(course, roles):
    cohort = make_ended_cohort(course=course)
    make_graduate(cohort, minutes=0)
    cohort.session.cancelled_at = timezone.now()
    cohort.session.save()
    assert reasons(cohort) == [["Attended 0% of the training time; 80% are needed."]]


def test_judging_is_for_those_who_hold_a_place(cohort):
    make_graduate(cohort, state=EnrolmentState.WITHDRAWN)
    make_graduate(cohort, state=EnrolmentState.WAITING)
    assert reasons(cohort) == []


# -- Closing ------------------------------------------------------------------------------


def test_close_freezes_rule_and_figures(course, cohort, django_capture_on_commit_callbacks):
    enrolment = make_graduate(cohort, minutes=90, right=3)
    close(cohort, django_capture_on_commit_callbacks)
    # The course asks for more from now on; who has completed keeps what they were judged by.
    course.attendance_percent = 100
    course.save()
    course.post_test.delete()
    close(cohort, django_capture_on_commit_callbacks)
    completion = Completion.objects.get()
    assert completion.enrolment == enrolment
    assert completion.completed_on == cohort.ends_on
    assert completion.course_key == course.translation_key
    assert completion.rule == {
        "attendance_percent": 80,
        "required_lessons": True,
        "post_test_percent": 75,
        "course_revision": None,
    }
    assert completion.figures == {
        "attendance_percent": "90.00",
        "minutes_attended": 90,
        "minutes_planned": 100,
        "lessons_done": 2,
        "lessons_required": 2,
        "post_test_percent": "75.00",
    }


def test_close_moves_everyone_with_an_event(cohort, django_capture_on_commit_callbacks):
    completed, failed = make_graduate(cohort), make_graduate(cohort, lessons=1)
    close(cohort, django_capture_on_commit_callbacks)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.CLOSED
    completed.refresh_from_db()
    failed.refresh_from_db()
    assert (completed.state, failed.state) == (
        EnrolmentState.COMPLETED,
        EnrolmentState.NOT_COMPLETED,
    )
    assert list(failed.events.values_list("to_state", "reason", "actor")) == [
        ("not-completed", "1 required lesson not done.", cohort.trainer.pk)
    ]
    assert list(completed.events.values_list("to_state", "reason")) == [("completed", "")]


def test_close_again_after_a_correction_adds_exactly_one(
    course, cohort, django_capture_on_commit_callbacks
):
    make_graduate(cohort)
    late = make_graduate(cohort, lessons=1)
    still_failing = make_graduate(cohort, right=0)
    close(cohort, django_capture_on_commit_callbacks)
    cohort.refresh_from_db()
    first_closed_at = cohort.closed_at
    assert Completion.objects.count() == Certificate.objects.count() == 1

    finish_lesson(person=late.person, lesson=course.all_lessons[1])
    for _ in range(2):
        close(cohort, django_capture_on_commit_callbacks)
    assert Completion.objects.count() == Certificate.objects.count() == 2
    late.refresh_from_db()
    assert late.state == EnrolmentState.COMPLETED
    assert late.completion.completed_on == timezone.localdate()
    still_failing.refresh_from_db()
    assert still_failing.state == EnrolmentState.NOT_COMPLETED
    assert still_failing.events.count() == 1
    cohort.refresh_from_db()
    assert cohort.closed_at == first_closed_at


def test_late_completion_is_dated_on_the_day_it_is_judged(
    course, roles, django_capture_on_commit_callbacks
):
    """Figures already reported for the days of the cohort stay as they were."""
    today = timezone.localdate()
    trainer = make_person(role=Role.TRAINER)
    cohort = make_ended_cohort(
        course=course,
        trainers=[trainer],
        starts_on=today - timedelta(days=100),
        ends_on=today - timedelta(days=98),
    )
    cohort.trainer = trainer.user
    in_time, late = make_graduate(cohort), make_graduate(cohort, right=0)
    close(cohort, django_capture_on_commit_callbacks)
    take_test(person=late.person, assessment=course.post_test)
    close(cohort, django_capture_on_commit_callbacks)
    assert in_time.completion.completed_on == today - timedelta(days=98)
    assert late.completion.completed_on == today


def test_close_takes_back_no_completion(cohort, django_capture_on_commit_callbacks):
    enrolment = make_graduate(cohort)
    close(cohort, django_capture_on_commit_callbacks)
    attend(enrolment=enrolment, minutes=0)
    close(cohort, django_capture_on_commit_callbacks)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    assert Completion.objects.count() == 1


def test_close_is_for_trainers_of_the_cohort_and_coordinators(cohort):
    for outsider in (make_person(role=Role.TRAINER), make_person(role=Role.TRAINEE)):
        with pytest.raises(PermissionDenied):
            close_cohort(cohort=cohort, actor=outsider.user)
    close_cohort(cohort=cohort, actor=make_person(role=Role.COORDINATOR).user)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.CLOSED


def test_close_too_early_or_a_cancelled_cohort_is_refused(roles):
    coordinator = make_person(role=Role.COORDINATOR).user
    with pytest.raises(CohortNotOver):
        close_cohort(cohort=make_cohort(), actor=coordinator)
    with pytest.raises(CohortCancelled):
        close_cohort(cohort=make_ended_cohort(state=CohortState.CANCELLED), actor=coordinator)


def test_not_completed_may_complete_later_but_never_the_other_way():
    assert find_move(EnrolmentState.NOT_COMPLETED, EnrolmentState.COMPLETED) is not None
    assert find_move(EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED) is None


# -- Certificates -------------------------------------------------------------------------


def test_certificates_are_asked_for_once_however_often_the_cohort_is_judged(
    cohort, django_capture_on_commit_callbacks
):
    make_graduate(cohort)
    make_graduate(cohort, right=0)
    for _ in range(2):
        close(cohort, django_capture_on_commit_callbacks)
    completion = Completion.objects.get()
    assert completion.certificate == Certificate.objects.get()
    # Where it was asked for and not written down, the one that was asked for is found.
    Completion.objects.update(certificate=None)
    close(cohort, django_capture_on_commit_callbacks)
    assert Completion.objects.get().certificate == Certificate.objects.get()


def test_a_certificate_that_never_came_into_the_queue_is_issued_when_judged_again(
    cohort, django_capture_on_commit_callbacks
):
    make_graduate(cohort)
    with django_capture_on_commit_callbacks():  # the worker is stopped before it queues anything
        close_cohort(cohort=cohort, actor=cohort.trainer)
    assert Certificate.objects.get().state == CertificateState.REQUESTED
    close(cohort, django_capture_on_commit_callbacks)
    assert Certificate.objects.get().state == CertificateState.ISSUED


@pytest.mark.parametrize(
    ("given", "kinds"),
    [("completion", ["completion"]), ("attendance", ["attendance"]), ("none", [])],
)
def test_the_course_says_which_certificate_it_gives(
    course, cohort, given, kinds, django_capture_on_commit_callbacks
):
    course.certificate = given
    course.save()
    make_graduate(cohort)
    close(cohort, django_capture_on_commit_callbacks)
    assert list(Certificate.objects.values_list("kind", flat=True)) == kinds
    assert Completion.objects.count() == 1


def test_certificate_belongs_to_the_account_of_the_person(
    cohort, django_capture_on_commit_callbacks
):
    trainee = make_person(role=Role.TRAINEE)
    make_graduate(cohort, person=trainee)
    close(cohort, django_capture_on_commit_callbacks)
    assert Certificate.objects.get().owner == trainee.user


def test_certificate_facts_say_what_was_done(course, cohort):
    person = make_person(
        family_name="Sok",
        given_name="Dara",
        family_name_km="សុខ",
        given_name_km="ដារ៉ា",
        language="en",
    )
    enrolment = make_graduate(
        cohort, person=person, minutes=80, organisation=make_organisation(name="Chab Dai")
    )
    close_cohort(cohort=cohort, actor=cohort.trainer)
    facts = certificate_facts(enrolment.completion, cohort=cohort, titles=course_titles(cohort))
    assert (facts.name, facts.name_km, facts.organisation) == ("Sok Dara", "សុខ ដារ៉ា", "Chab Dai")
    assert (facts.course_title, facts.course_title_km) == (course.title, "")
    assert facts.hours == Decimal("1.5")  # 80 minutes, to the half hour
    assert (facts.starts_on, facts.ends_on, facts.completed_on) == (
        cohort.starts_on,
        cohort.ends_on,
        cohort.ends_on,
    )
    assert facts.rule == "attendance 80%, every required lesson, post-test 75%"
    assert facts.language == "en"


def test_certificate_of_a_person_known_in_khmer_only(cohort):
    person = make_person(family_name="", given_name="", family_name_km="សុខ")
    make_graduate(cohort, person=person)
    close_cohort(cohort=cohort, actor=cohort.trainer)
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.name_km) == ("", "សុខ")


def test_course_titles_leave_out_what_is_not_translated(course, cohort):
    from wagtail.models import Locale  # needs the database's locales

    for code, title in (("km", "វគ្គសិក្សា"), ("vi", course.title)):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        curriculum = course.get_parent().specific
        if not curriculum.has_translation(locale):
            catalogue = curriculum.get_parent().specific
            catalogue.copy_for_translation(locale, copy_parents=True).save_revision().publish()
            curriculum.copy_for_translation(locale).save_revision().publish()
        copy = course.copy_for_translation(locale)
        copy.title = title
        copy.save_revision().publish()
    assert course_titles(cohort) == {
        "en": (course.title, course.get_parent().title),
        "km": ("វគ្គសិក្សា", course.get_parent().title),
    }
