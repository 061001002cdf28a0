"""Pages that carry records are not deleted, one by one or in bulk."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Locale, Page

from courses.models import AssessmentKind
from lms.records.models import AssessmentAttempt, LessonProgress
from tests.factories.accounts import make_user
from tests.factories.courses import make_assessment, make_course, make_lesson, make_module
from tests.factories.records import make_cohort, make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def delete_one(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def delete_in_bulk(client, *pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(f"{url}?" + "&".join(f"id={page.pk}" for page in pages))


def course_with_cohort():
    return make_cohort().course


def curriculum_of_a_course_with_cohort():
    return Page.objects.get(pk=course_with_cohort().get_parent().pk)


def translation_of_a_course_with_cohort():
    khmer = Locale.objects.get_or_create(language_code="km")[0]
    return course_with_cohort().copy_for_translation(khmer, copy_parents=True)


def module_with_session():
    module = make_module()
    make_session(module_key=module.translation_key)
    return module


def lesson_with_progress():
    lesson = make_lesson()
    LessonProgress.objects.create(
        person=make_person(),
        course_key=make_course().translation_key,
        lesson_key=lesson.translation_key,
        title=lesson.title,
    )
    return lesson


def assessment_with_attempt():
    assessment = make_assessment()
    AssessmentAttempt.objects.create(
        person=make_person(),
        course_key=make_course().translation_key,
        assessment_key=assessment.translation_key,
        kind=AssessmentKind.QUIZ,
        title=assessment.title,
        questions=[],
        max_score=1,
    )
    return assessment


CARRIERS = [
    course_with_cohort,
    curriculum_of_a_course_with_cohort,
    translation_of_a_course_with_cohort,
    module_with_session,
    lesson_with_progress,
    assessment_with_attempt,
]


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("delete", [delete_one, delete_in_bulk])
def test_a_page_with_records_stays(admin, carrier, delete):
    page = carrier()
    response = delete(admin, page)
    assert response["Location"] == reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    (message,) = [str(m) for m in get_messages(response.wsgi_request)]
    assert "Not deleted" in message
    assert page.title in message
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_question_is_not_even_asked(admin):
    page = course_with_cohort()
    assert admin.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302


@pytest.mark.parametrize("delete", [delete_one, delete_in_bulk])
def test_a_page_without_records_goes(admin, delete):
    course_with_cohort()
    page = make_lesson()
    delete(admin, page)
    assert not Page.objects.filter(pk=page.pk).exists()


def test_in_bulk_nothing_goes_unless_all_can(admin):
    page, kept = make_lesson(), course_with_cohort()
    delete_in_bulk(admin, page, kept)
    assert Page.objects.filter(pk__in=[page.pk, kept.pk]).count() == 2
