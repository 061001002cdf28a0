"""Lessons read, tests taken, attendance and mentorships for tests."""

from datetime import timedelta

from django.utils import timezone

from courses.models import course_of
from lms.records.models import ActionItem, Attendance, MentoringVisit, Mentorship
from lms.records.services.assessments import save_answers, start_attempt, submit_attempt
from lms.records.services.notes import write_note
from lms.records.services.progress import mark_lesson
from lms.roles import Role
from tests.factories.courses import make_assessment, make_course, make_lesson, make_module
from tests.factories.records import make_cohort, make_person, make_session


def make_taught_course(*, lessons=2, modules=1, post_test=True, **fields):
    """A course whose parts hang on it: ``course.all_lessons``, ``.pre_test``, ``.post_test``."""
    course = make_course(**fields)
    course.all_lessons = [
        make_lesson(parent=module)
        for module in [make_module(parent=course) for _ in range(modules)]
        for _ in range(lessons)
    ]
    course.pre_test = make_assessment(parent=course, kind="pre-test", questions=4)
    course.post_test = (
        make_assessment(parent=course, kind="post-test", questions=4, pass_percent=75)
        if post_test
        else None
    )
    course.refresh_from_db()
    return course


def make_ended_cohort(*, minutes=100, **fields):
    """A cohort that ended today after one session of ``minutes``: ``cohort.session``."""
    today = timezone.localdate()
    dates = {"starts_on": today - timedelta(days=2), "ends_on": today}
    cohort = make_cohort(**dates | fields)
    cohort.session = make_session(cohort=cohort, planned_minutes=minutes)
    return cohort


def attend(*, enrolment, minutes, session=None):
    session = session or enrolment.cohort.session
    return Attendance.objects.update_or_create(
        session=session,
        enrolment=enrolment,
        defaults={"status": "present" if minutes else "absent", "minutes": minutes},
    )[0]


def finish_lesson(*, person, lesson):
    mark_lesson(
        person=person, lesson=lesson, course_key=course_of(lesson).translation_key, done=True
    )


def make_note(*, person, lesson, text="To remember"):
    return write_note(
        person=person,
        lesson_key=lesson.translation_key,
        course_key=course_of(lesson).translation_key,
        title=lesson.title,
        text=text,
        seen="",
    )


def begin_test(*, person, assessment):
    return start_attempt(
        person=person, assessment=assessment, course_key=course_of(assessment).translation_key
    )


def right_answers(attempt, number=None) -> dict[str, list[str]]:
    """The right answers to the first ``number`` questions (all of them by default)."""
    return {question["key"]: right_answer(question) for question in attempt.questions[:number]}


def right_answer(question) -> list[str]:
    """The right answer to a frozen question; something for those that have none."""
    match question["kind"]:
        case "matching" | "ordering":
            return [f"{row['key']}:{row['right']}" for row in question["rows"]]
        case "short":
            return [question["accepted"][0]["text"]]
        case "number":
            return [question["numbers"][0]["value"]]
        case "open":
            return ["I would ask them first."]
        case "rating":
            return [question["choices"][0]["key"]]
    return [choice["key"] for choice in question["choices"] if choice["is_correct"]]


def as_form_data(answers) -> dict[str, list[str]]:
    """Answers (see ``courses.grading``) as a browser posts them."""
    data = {}
    for key, texts in answers.items():
        for text in texts:
            row, colon, option = text.partition(":")
            if colon and len(row) == 8:
                data[f"{key}-{row}"] = option
            else:
                data.setdefault(key, []).append(text)
    return data


def take_test(*, person, assessment, right=None):
    """An attempt handed in with the first ``right`` questions answered rightly, no other."""
    attempt = begin_test(person=person, assessment=assessment)
    save_answers(attempt=attempt, answers=right_answers(attempt, right))
    return submit_attempt(attempt=attempt)


def make_mentor(**fields):
    """A person who can sign in and has the right to mentor, once the ``roles`` exist."""
    return make_person(**{"role": Role.MENTOR} | fields)


def make_mentorship(*, mentor=None, learner=None, **fields):
    return Mentorship.objects.create(
        mentor=mentor or make_mentor(), learner=learner or make_person(), **fields
    )


def make_visit(*, mentorship=None, **fields):
    return MentoringVisit.objects.create(
        **{
            "mentorship": mentorship or make_mentorship(),
            "met_on": timezone.localdate(),
            "minutes": 60,
            "way": "visit",
            "skill_practised": "Open questions",
        }
        | fields
    )


def make_action(*, visit=None, **fields):
    visit = visit or make_visit()
    return ActionItem.objects.create(
        **{"visit": visit, "text": "Try a genogram", "owner": visit.mentorship.learner} | fields
    )
