"""Judging everyone in a cohort by the rule of its course. Nothing is written here."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import AssessmentKind, AssessmentPage, Delivery
from lms.records.models import AssessmentAttempt, Cohort, Enrolment, LessonProgress
from lms.records.services.attendance_figures import AttendanceFigures, read_attendance
from lms.records.services.progress import required_lessons


@dataclass(frozen=True)
class Rule:
    """What completing a course asks for; percentages 0-100, ``post_test_percent`` may be absent."""

    attendance_percent: int
    required_lessons: bool
    post_test_percent: int | None
    post_test_key: UUID | None
    course_revision: int | None

    def as_json(self) -> dict:
        return {
            "attendance_percent": self.attendance_percent,
            "required_lessons": self.required_lessons,
            "post_test_percent": self.post_test_percent,
            "course_revision": self.course_revision,
        }


@dataclass(frozen=True)
class Judgement:
    """One enrolment against the rule. ``reasons`` says in words what is missing; empty means passed.

    ``figures`` are those that a :class:`Completion` freezes; ``attended`` has more to say of the
    time before the end. ``post_test_waits`` when one was handed in that nobody has marked yet.
    """

    enrolment: Enrolment
    figures: dict
    reasons: list[str]
    attended: AttendanceFigures
    post_test_waits: bool

    @property
    def completes(self) -> bool:
        return not self.reasons


def course_rule(cohort: Cohort) -> Rule:
    """Read the rule of the cohort's course as it is now; a query or two beside the course's own.

    A course taken online, without a single session, asks for no attendance. An event asks for
    attendance alone.
    """
    course = cohort.course
    if course.is_event:
        return Rule(course.attendance_percent, False, None, None, course.live_revision_id)
    attendance_percent = course.attendance_percent
    if course.delivery == Delivery.ONLINE and not cohort.sessions.held_or_planned().exists():
        attendance_percent = 0
    post_test = (
        AssessmentPage.objects.live()
        .child_of(course)
        .filter(kind=AssessmentKind.POST_TEST, pass_percent__isnull=False)
        .first()
    )
    return Rule(
        attendance_percent=attendance_percent,
        required_lessons=course.required_lessons,
        post_test_percent=post_test.pass_percent if post_test else None,
        post_test_key=post_test.translation_key if post_test else None,
        course_revision=course.live_revision_id,
    )


def judge(cohort: Cohort, rule: Rule, *, among: list[int] | None = None) -> list[Judgement]:
    """Judge everyone who holds a place, in name order; six queries at most, whatever the size.

    ``among`` narrows it to the enrolments with these ids.
    """
    holding = cohort.enrolments.holding_a_place()
    if among is not None:
        holding = holding.filter(pk__in=among)
    enrolments = list(
        holding.select_related("person__user", "organisation").order_by(
            "person__family_name", "person__given_name", "pk"
        )
    )
    attendance = read_attendance(enrolments).people
    lessons = required_lessons(cohort.course) if rule.required_lessons else {}
    people = [enrolment.person_id for enrolment in enrolments]
    done = _lessons_done(people, lessons)
    tests = _post_tests(people, rule.post_test_key)
    return [
        _judge_one(
            enrolment,
            rule,
            attended=attendance[enrolment.pk],
            missing=[
                title for key, title in lessons.items() if key not in done[enrolment.person_id]
            ],
            lessons_required=len(lessons),
            post_test=tests.get(enrolment.person_id, (None, 0))[0],
            post_test_waits=tests.get(enrolment.person_id, (None, 0))[1] > 0,
        )
        for enrolment in enrolments
    ]


def _lessons_done(people: list[int], lessons: dict[UUID, str]) -> dict[int, set[UUID]]:
    done = defaultdict(set)
    rows = LessonProgress.objects.filter(
        person__in=people, lesson_key__in=lessons, done_at__isnull=False
    )
    for person, key in rows.values_list("person", "lesson_key"):
        done[person].add(key)
    return done


def _post_tests(people: list[int], key: UUID | None) -> dict[int, tuple[Decimal | None, int]]:
    """The best marked post-test of those who handed one in, and how many of theirs still wait."""
    if key is None:
        return {}
    attempts = AssessmentAttempt.objects.filter(
        person__in=people, assessment_key=key, submitted_at__isnull=False
    )
    rows = attempts.order_by().values_list("person")
    waiting = Count("pk", filter=Q(needs_marking=True))
    return {
        person: (best, count)
        for person, best, count in rows.annotate(Max("percent"), waiting=waiting)
    }


def in_words(percent: Decimal) -> str:
    """``79.99`` stays ``79.99``: rounded it would look as if the limit had been reached."""
    return f"{percent.normalize():f}"


def _judge_one(
    enrolment, rule: Rule, *, attended, missing, lessons_required, post_test, post_test_waits
) -> Judgement:
    reasons = []
    if attended.percent < rule.attendance_percent:
        reasons.append(
            _("Attended %(percent)s%% of the training time; %(needed)s%% are needed.")
            % {"percent": in_words(attended.percent), "needed": rule.attendance_percent}
        )
    if missing:
        reasons.append(
            ngettext(
                "%(count)s required lesson not done.",
                "%(count)s required lessons not done.",
                len(missing),
            )
            % {"count": len(missing)}
        )
    if rule.post_test_percent is not None:
        falls_short = post_test is None or post_test < rule.post_test_percent
        if post_test is not None and falls_short:
            reasons.append(
                _("Post-test %(percent)s%%; %(needed)s%% are needed.")
                % {"percent": in_words(post_test), "needed": rule.post_test_percent}
            )
        if falls_short and post_test_waits:
            # A better one may be among them.
            reasons.append(_("Post-test handed in, waiting to be marked."))
        elif post_test is None:
            reasons.append(_("Post-test not taken."))
    figures = {
        "attendance_percent": str(attended.percent),
        "minutes_attended": attended.minutes,
        "minutes_planned": attended.planned_minutes,
        "lessons_done": lessons_required - len(missing),
        "lessons_required": lessons_required,
        "post_test_percent": None if post_test is None else f"{post_test:.2f}",
    }
    return Judgement(enrolment, figures, reasons, attended, post_test_waits)
