"""Logframes handed in, some of them marked, and what people said of two courses."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.models import AssignmentPage, EvaluationPage
from lms.records.models import Cohort, Submission
from lms.records.services.assignments import Mark, hand_in, mark_submission
from lms.records.services.evaluations import give_evaluation

LOGFRAME = """Goal: children of Kandal Leu finish primary school.
Purpose: 40 families keep their children in school through the harvest.
Output 1: a reading corner is open six days a week. Indicator: days open, in the visitors' book.
Output 2: ten parents run a homework hour. Indicator: hours held a month, in the parents' list.
Around us: the school keeps its afternoon classes.

These outputs lead to the purpose because children who read at home fall behind less. \
Parents who help each other do not need to send them to work."""
TABLE = """Level,Indicator,Where we look it up
Purpose,40 children in class in March,the school's list
Output 1,reading corner open 20 days a month,visitors' book
Output 2,10 parents trained by June,training register
"""
FEEDBACK = {
    True: "A plan that your team can carry out. The reasons at the end are the best part.",
    False: "Your steps are clear. Say for each indicator how many and by when, then send it again.",
}
MARKS = {True: ("5", "4", "4", "5"), False: ("4", "2", "3", "3")}
# Who hands in, by place in the cohort: accepted, returned, or still waiting.
WORK = [(0, False), (1, None), (2, True), (3, None), (4, None)]

HELPED = [
    "Drawing our own problem tree. Now the whole team uses it.",
    "The role-play. I was shy at first, but nobody laughed.",
    "ការងារជាក្រុម។ យើងរៀនពីគ្នាទៅវិញទៅមក។",
    "The trainer gave us time to think.",
]
CHANGE = [
    "More time for the logframe, please.",
    "Print the tables larger.",
    "សូមឱ្យឯកសារជាភាសាខ្មែរច្រើនជាងនេះ។",
    "Start at eight thirty, the road is long.",
]


def make_course_work(cohort: Cohort) -> None:
    """Five people of ``cohort`` hand in their logframe."""
    assignment = AssignmentPage.objects.child_of(cohort.course).get()
    people = [enrolment.person for enrolment in cohort.enrolments.order_by("pk")]
    trainer = cohort.trainers.get().user
    for days, (place, accepts) in enumerate(WORK, start=1):
        work = hand_in(
            person=people[place],
            assignment=assignment,
            course_key=cohort.course.translation_key,
            text="" if place == 3 else LOGFRAME,
            file=ContentFile(TABLE.encode(), "Our logframe.csv") if place >= 3 else None,
        )
        Submission.objects.filter(pk=work.pk).update(
            submitted_at=timezone.now() - timedelta(days=2 * days)
        )
        if accepts is not None:
            work.refresh_from_db()
            points = zip(work.rubric, MARKS[accepts], strict=True)
            mark_submission(
                submission=work,
                actor=trainer,
                seen=work.submitted_at,
                marks={criterion["key"]: Mark(Decimal(given)) for criterion, given in points},
                feedback=FEEDBACK[accepts],
                accepts=accepts,
            )


def make_evaluations(*cohorts: Cohort) -> None:
    """Twelve people of each cohort answer, not the first three, who can still try it."""
    for cohort in cohorts:
        evaluation = EvaluationPage.objects.child_of(cohort.course).get()
        questions = list(evaluation.questions.all())
        for n, enrolment in enumerate(cohort.enrolments.holding_a_place().order_by("pk")[3:15]):
            words = iter((HELPED[n % 4] if n % 3 else "", CHANGE[n % 4] if n % 2 else ""))
            give_evaluation(
                enrolment=enrolment,
                evaluation=evaluation,
                answers={
                    str(question.translation_key): 5 - (n * 7 + place) % 4 % 3
                    if question.kind == "scale"
                    else next(words)
                    for place, question in enumerate(questions)
                },
            )
