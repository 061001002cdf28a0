"""Notes of one's own: kept, found again, and nobody else's business."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from lms.records.models import LessonNote
from lms.records.services.notes import (
    LONGEST_NOTE,
    NoteChangedElsewhere,
    delete_note,
    note_of,
    version_of,
    write_note,
)
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.learning import make_note, make_taught_course
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

WORDS = "ស្តាប់ជាមុនសិន – listen first 🙂"


@pytest.fixture
def course():
    return make_taught_course(lessons=3)


@pytest.fixture
def lesson(course):
    return course.all_lessons[0]


@pytest.fixture
def trainee(course):
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    return trainee


@pytest.fixture
def learner(client, trainee):
    client.force_login(trainee.user)
    return client


def url_of(lesson):
    return reverse("records:lesson_note", args=[lesson.pk])


def texts():
    return list(LessonNote.objects.values_list("text", flat=True))


# -- The service --------------------------------------------------------------------------


def write(person, lesson, text, seen=""):
    return write_note(
        person=person,
        lesson_key=lesson.translation_key,
        course_key=lesson.outline.course.translation_key,
        title=lesson.title,
        text=text,
        seen=seen,
    )


def test_a_note_is_changed_by_who_has_seen_it(trainee, lesson):
    note = write(trainee, lesson, "One")
    write(trainee, lesson, "Two", seen=version_of(note))
    assert texts() == ["Two"]


def test_a_note_is_not_overwritten_unseen(trainee, lesson):
    write(trainee, lesson, "On the phone")
    with pytest.raises(NoteChangedElsewhere) as refusal:
        write(trainee, lesson, "On the computer")
    assert refusal.value.stored.text == "On the phone"
    assert texts() == ["On the phone"]


def test_the_same_words_again_are_no_conflict(trainee, lesson):
    write(trainee, lesson, "One")
    write(trainee, lesson, "One")
    assert texts() == ["One"]


def test_notes_of_two_people_do_not_meet(trainee, lesson):
    other = make_person()
    write(trainee, lesson, "Mine")
    write(other, lesson, "Theirs")
    assert note_of(person=trainee, lesson_key=lesson.translation_key).text == "Mine"
    delete_note(person=trainee, lesson_key=lesson.translation_key)
    assert texts() == ["Theirs"]


def test_nobody_has_no_note_and_costs_no_query(lesson, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert note_of(person=None, lesson_key=lesson.translation_key) is None


# -- Beside the lesson ----------------------------------------------------------------------


def test_a_note_is_written_and_read_again_without_a_script(learner, lesson):
    assert 'name="text"' in learner.get(lesson.url).text
    response = learner.post(url_of(lesson), {"text": f"{WORDS}\r\nTwo", "seen": ""})
    assert response["Location"] == f"{lesson.url}#notes"
    assert texts() == [f"{WORDS}\nTwo"]
    html = learner.get(lesson.url).text
    assert f"{WORDS}\nTwo</textarea>" in html
    assert "Your note is saved." in html


def test_a_note_is_shared_by_the_languages_of_a_lesson(learner, trainee, lesson):
    make_note(person=trainee, lesson=lesson, text=WORDS)
    khmer = Locale.objects.get_or_create(language_code="km")[0]
    page = lesson.copy_for_translation(khmer, copy_parents=True)
    page.save_revision().publish()
    learner.get(page.url)
    assert WORDS in learner.get(page.url).text


def test_a_note_that_is_too_long_comes_back_whole(learner, lesson):
    text = "x" * (LONGEST_NOTE + 1)
    response = learner.post(url_of(lesson), {"text": text})
    assert response.status_code == 200
    assert "longer than the 20,000 characters" in response.text
    assert text in response.text
    assert texts() == []


def test_a_note_with_a_forbidden_character_is_refused_with_a_word(learner, lesson):
    response = learner.post(url_of(lesson), {"text": "a\x00b"})
    assert response.status_code == 200
    assert "errorlist" in response.text
    assert texts() == []


def test_a_note_changed_on_another_page_shows_both(learner, trainee, lesson):
    make_note(person=trainee, lesson=lesson, text="On the phone")
    response = learner.post(url_of(lesson), {"text": "On the computer", "seen": ""})
    assert "You changed this note on another page" in response.text
    assert "On the phone\n\nOn the computer</textarea>" in response.text
    note = LessonNote.objects.get()
    assert f'value="{version_of(note)}"'.replace("+", "&#x2B;") in response.text or (
        f'value="{version_of(note)}"' in response.text
    )
    assert texts() == ["On the phone"]


def test_an_emptied_note_is_deleted_after_a_second_look(learner, trainee, lesson):
    note = make_note(person=trainee, lesson=lesson, text=WORDS)
    response = learner.post(url_of(lesson), {"text": "  ", "seen": version_of(note)})
    assert "Delete this note?" in response.text
    assert WORDS in response.text
    assert texts() == [WORDS]
    learner.post(url_of(lesson), {"delete": "1"})
    assert texts() == []


def test_saving_nothing_makes_no_note(learner, lesson):
    assert learner.post(url_of(lesson), {"text": ""}).status_code == 302
    assert texts() == []


def test_typing_is_answered_to_the_script(learner, trainee, lesson):
    def keep(text, seen):
        return learner.post(url_of(lesson), {"text": text, "seen": seen, "keep": "1"})

    first = keep("One", "")
    assert first.json() == {"seen": version_of(LessonNote.objects.get())}
    assert keep("Two", first.json()["seen"]).status_code == 200
    assert texts() == ["Two"]
    stale = keep("Three", first.json()["seen"])
    assert (stale.status_code, texts()) == (409, ["Two"])
    emptied = keep("", version_of(LessonNote.objects.get()))
    assert (emptied.status_code, texts()) == (400, ["Two"])
    assert "Press “Save” to delete it" in emptied.json()["problem"]
    assert "20,000" in keep("x" * (LONGEST_NOTE + 1), "").json()["problem"]


def test_who_cannot_read_the_lesson_has_no_note_there(client, lesson):
    client.force_login(make_trainee().user)
    assert client.post(url_of(lesson), {"text": "x"}).status_code == 403
    assert texts() == []


def test_an_account_without_a_person_is_shown_no_notes(client, lesson):
    client.force_login(make_user(role=Role.TRAINER))
    assert "data-note" not in client.get(lesson.url).text


# -- All notes --------------------------------------------------------------------------------


def test_all_notes_stand_by_course_in_page_order(learner, trainee, course):
    other = make_taught_course(title="Another course")
    for number in (2, 0, 1):
        make_note(person=trainee, lesson=course.all_lessons[number], text=f"note {number}")
    make_note(person=trainee, lesson=other.all_lessons[0], text="elsewhere")
    html = learner.get(reverse("records:notes")).text
    assert [html.index(f"note {number}") for number in range(3)] == sorted(
        html.index(f"note {number}") for number in range(3)
    )
    assert html.count("<h2>") == 2
    assert f'href="{course.all_lessons[0].url}"' in html


def test_a_note_outlives_its_lesson_and_the_enrolment(learner, trainee, lesson):
    note = make_note(person=trainee, lesson=lesson, text=WORDS)
    lesson.unpublish()
    trainee.enrolments.update(state="withdrawn")
    html = learner.get(reverse("records:notes")).text
    assert WORDS in html
    assert lesson.title in html
    assert lesson.url not in html
    url = reverse("records:note", args=[note.pk])
    assert WORDS in learner.get(url).text
    learner.post(url, {"text": "Shorter", "seen": version_of(note)})
    assert texts() == ["Shorter"]
    learner.post(url, {"delete": "1"})
    assert texts() == []


def test_without_notes_the_page_says_where_to_write_them(learner):
    assert "You have no notes yet." in learner.get(reverse("records:notes")).text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR, Role.MENTOR, None])
def test_nobody_else_reads_a_note(client, trainee, course, lesson, role):
    """The trainer of the cohort, a coordinator, a mentor and a superuser among them."""
    note = make_note(person=trainee, lesson=lesson, text="My secret")
    user = make_user(role=role) if role else make_user(is_superuser=True, is_staff=True)
    reader = make_person(user=user)
    trainee.enrolments.get().cohort.trainers.add(reader)
    client.force_login(user)
    assert client.get(reverse("records:note", args=[note.pk])).status_code == 404
    assert client.post(reverse("records:note", args=[note.pk]), {"delete": "1"}).status_code == 404
    for url in (reverse("records:notes"), lesson.url, course.url):
        assert "My secret" not in client.get(url, follow=True).text
    assert texts() == ["My secret"]


def test_notes_are_never_kept_by_a_browser(learner, trainee, lesson):
    assert "Cache-Control" not in learner.get(lesson.url)
    make_note(person=trainee, lesson=lesson)
    for url in (reverse("records:notes"), lesson.url):
        header = learner.get(url)["Cache-Control"]
        assert {"private", "no-store"} <= set(header.split(", "))


@pytest.mark.parametrize("rows", [1, 30])
def test_all_notes_take_the_same_queries(learner, trainee, rows, django_assert_num_queries):
    course = make_taught_course(lessons=rows)
    for lesson in course.all_lessons:
        make_note(person=trainee, lesson=lesson)
    learner.get(reverse("records:notes"))
    with django_assert_num_queries(6):  # session, account, person, notes, pages, site
        learner.get(reverse("records:notes"))
