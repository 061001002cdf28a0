"""An address that names a page by its number shows it in the language of the screen."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.models import course_of
from lms.records.models import AssessmentAttempt
from tests.factories.courses import make_assessment, make_khmer_tree, make_lesson, make_module
from tests.factories.learning import make_ended_cohort
from tests.factories.records import make_enrolment, make_trainee
from tests.factories.work import make_evaluation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def evaluation():
    return make_evaluation(title="What did you think?", scale=1)


@pytest.fixture
def course(evaluation):
    return course_of(evaluation)


@pytest.fixture
def reader(client, course):
    trainee = make_trainee()
    make_enrolment(cohort=make_ended_cohort(course=course), person=trainee)
    client.force_login(trainee.user)
    return client


def in_khmer(page, **changes):
    """Publish the Khmer side of the pages above and of ``page``."""
    khmer = make_khmer_tree()
    course = course_of(page)
    above = [course.get_parent().specific, course]
    if page.depth > course.depth + 1:
        above.append(page.get_parent().specific)
    for each in above:
        if not each.has_translation(khmer):
            each.copy_for_translation(khmer).save_revision().publish()
    translated = page.copy_for_translation(khmer)
    for name, value in changes.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return translated


def get(client, name, page, language):
    with override(language):
        return client.get(reverse(name, args=[page.pk])).content.decode()


def test_evaluation_follows_the_language_switch(reader, evaluation):
    in_khmer(evaluation, title="យោបល់របស់អ្នក")
    assert "យោបល់របស់អ្នក" in get(reader, "records:evaluate", evaluation, "km")
    assert "What did you think?" in get(reader, "records:evaluate", evaluation, "en")
    assert "What did you think?" in get(reader, "records:evaluate", evaluation, "vi")


def test_handout_follows_the_language_switch_once_the_translation_is_live(reader, course):
    lesson = make_lesson(parent=make_module(parent=course), title="Listening")
    translated = in_khmer(lesson, title="ការស្តាប់")
    assert "ការស្តាប់" in get(reader, "records:handout", lesson, "km")
    translated.refresh_from_db()
    translated.unpublish()
    assert "Listening" in get(reader, "records:handout", lesson, "km")


def test_test_is_taken_in_the_language_of_the_screen_and_says_what_is_not_translated(
    reader, course
):
    english = make_assessment(parent=course, questions=2)
    khmer = in_khmer(english)
    first, second = khmer.questions.order_by("sort_order")
    type(first).objects.filter(pk=first.pk).update(text="សំណួរទីមួយ")
    with override("km"):
        reader.post(reverse("records:start_assessment", args=[english.pk]))
        shown = reader.get(reverse("records:attempt", args=[AssessmentAttempt.objects.get().pk]))
    attempt = AssessmentAttempt.objects.get()
    assert "មិនទាន់បានបកប្រែ" in shown.content.decode()
    assert attempt.language == "km"
    assert [q["text"] for q in attempt.questions] == ["សំណួរទីមួយ", second.text]
    assert [q.get("language") for q in attempt.questions] == [None, "en"]
