"""Four cohorts at different stages: planned, running, completed, completed a year ago."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.models import AssessmentKind, AssessmentPage, CoursePage, LessonPage, ModulePage
from home.demo.quiz import make_quiz, take_quiz
from lms.records.enums import AttendanceStatus, CohortState, Gender, VisitWay
from lms.records.models import AssessmentAttempt, Cohort, LessonProgress, Person
from lms.records.services.assessments import save_answers, start_attempt, submit_attempt
from lms.records.services.closing import close_cohort
from lms.records.services.enrolment import enrol
from lms.records.services.mentoring import Agreed, record_visit, start_mentorship
from lms.records.services.register import Mark, record_attendance
from lms.records.services.sessions import SessionPlan, schedule_sessions

SESSION_MINUTES = 180
QUIZ_OF = "PCM1-RECENT"


@dataclass(frozen=True)
class Plan:
    """One cohort; ``starts_in`` counts days from today, negative in the past."""

    code: str
    course: str
    starts_in: int
    people: slice
    venue: str
    province: str
    capacity: int
    sessions_held: int | None = None
    is_over: bool = False


PLANS = [
    Plan("PCM1-NEXT", "PCM1", 21, slice(20, 26), "Training room, Phnom Penh", "12", 24),
    Plan("TIC-NOW", "TIC", -3, slice(2, 22), "Parish hall, Battambang", "02", 20, sessions_held=1),
    Plan(
        "PCM1-RECENT", "PCM1", -40, slice(0, 18), "Training room, Siem Reap", "17", 20, is_over=True
    ),
    Plan("VID-LAST-YEAR", "VID", -380, slice(30, 54), "Hotel hall, Poipet", "01", 30, is_over=True),
]


def make_cohorts(
    trainees: list[Person], staff: dict[str, list[Person]], *, coordinator
) -> dict[str, Cohort]:
    """Make the cohorts with their sessions, registers, lessons, tests and completions."""
    cohorts = {}
    for n, plan in enumerate(PLANS):
        trainer = staff["trainer"][n % 2]
        cohorts[plan.code] = _make_cohort(plan, trainees[plan.people], trainer, coordinator)
    return cohorts


def _make_cohort(plan: Plan, people: list[Person], trainer: Person, coordinator) -> Cohort:
    course = CoursePage.objects.get(code=plan.course, locale__language_code="en")
    modules = list(ModulePage.objects.child_of(course).order_by("path"))
    starts_on = timezone.localdate() + timedelta(days=plan.starts_in)
    plans = _session_plans(modules, starts_on)
    cohort = Cohort.objects.create(
        course=course,
        code=plan.code.lower(),
        starts_on=starts_on,
        ends_on=timezone.localtime(plans[-1].starts_at).date(),
        venue=plan.venue,
        province=plan.province,
        capacity=plan.capacity,
        state=CohortState.PLANNED if plan.starts_in > 0 else CohortState.RUNNING,
    )
    cohort.trainers.add(trainer)
    enrolments = [enrol(cohort=cohort, person=person, actor=coordinator) for person in people]
    sessions = schedule_sessions(cohort=cohort, plans=plans, actor=coordinator)
    held = sessions if plan.is_over else sessions[: plan.sessions_held or 0]
    for number, session in enumerate(held):
        marks = [_mark(e, number, n) for n, e in enumerate(enrolments)]
        record_attendance(session=session, marks=marks, actor=trainer.user)
    if plan.code == QUIZ_OF:
        take_quiz(make_quiz(course), people, course_key=course.translation_key)
    if plan.is_over:
        _learn(course, people)
        close_cohort(cohort=cohort, actor=trainer.user)
    return cohort


def _session_plans(modules: list[ModulePage], starts_on) -> list[SessionPlan]:
    """Two half-day sessions a day, weekdays only, as many as the modules take."""
    plans, day, morning = [], starts_on, True
    for module in modules:
        for _part in range(max(1, module.minutes // SESSION_MINUTES)):
            while day.weekday() > 4:
                day += timedelta(days=1)
            at = datetime.combine(day, time(8, 30) if morning else time(13, 30))
            plans.append(
                SessionPlan(
                    topic=module.title,
                    starts_at=timezone.make_aware(at),
                    planned_minutes=SESSION_MINUTES,
                    module_key=module.translation_key,
                )
            )
            day, morning = (day, False) if morning else (day + timedelta(days=1), True)
    return plans


def _mark(enrolment, session: int, person: int) -> Mark:
    """Nearly everyone comes nearly always; every ninth person misses every other session."""
    if person % 9 == 8 and session % 2 == 0:
        return Mark(enrolment.pk, AttendanceStatus.ABSENT)
    if (person + session) % 11 == 10:
        return Mark(enrolment.pk, AttendanceStatus.LATE, SESSION_MINUTES - 20)
    return Mark(enrolment.pk, AttendanceStatus.PRESENT)


def _learn(course: CoursePage, people: list[Person]) -> None:
    """All lessons done by all but the last person; pre-test weaker than post-test."""
    lessons = list(LessonPage.objects.live().descendant_of(course))
    now = timezone.now()
    LessonProgress.objects.bulk_create(
        LessonProgress(
            person=person,
            course_key=course.translation_key,
            lesson_key=lesson.translation_key,
            title=lesson.title,
            done_at=now,
        )
        for person in people[:-1]
        for lesson in lessons
    )
    tests = AssessmentPage.objects.live().child_of(course)
    for assessment in tests.filter(kind__in=(AssessmentKind.PRE_TEST, AssessmentKind.POST_TEST)):
        for n, person in enumerate(people):
            right = 0.45 if assessment.kind == "pre-test" else 0.9
            _take(assessment, course, person, share_right=right - (n % 4) * 0.05)


def _take(assessment, course, person, *, share_right: float) -> AssessmentAttempt:
    attempt = start_attempt(person=person, assessment=assessment, course_key=course.translation_key)
    questions = attempt.questions
    number_right = round(len(questions) * share_right)
    answers = {
        question["key"]: [
            choice["key"]
            for choice in question["choices"]
            if choice["is_correct"] == (n < number_right)
        ][: None if n < number_right else 1]
        for n, question in enumerate(questions)
    }
    return submit_attempt(attempt=save_answers(attempt=attempt, answers=answers))


def make_mentorships(
    cohorts: dict[str, Cohort], staff: dict[str, list[Person]], *, coordinator
) -> None:
    """Two mentors follow six people of the recent cohort, with one or two visits each."""
    today = timezone.localdate()
    enrolments = cohorts["PCM1-RECENT"].enrolments.select_related("person").order_by("pk")[:6]
    for n, enrolment in enumerate(enrolments):
        mentor = staff["mentor"][n % 2]
        mentorship = start_mentorship(
            mentor=mentor,
            learner=enrolment.person,
            enrolment=enrolment,
            actor=coordinator,
            goals="I want to write a work plan that my team really uses.",
        )
        for back in range(1 + n % 2):
            record_visit(
                mentorship=mentorship,
                actor=mentor.user,
                met_on=today - timedelta(days=7 + 14 * back),
                minutes=45,
                way=VisitWay.PHONE if enrolment.gender == Gender.MAN else VisitWay.VISIT,
                skill_practised="Work plan: who does what by when",
                went_well="The plan names one person for every task.",
                next_step="Look at it with the team every Monday.",
                actions=[
                    Agreed("Hang the plan on the office wall", due_on=today + timedelta(days=7))
                ],
            )
