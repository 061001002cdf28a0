"""What to do next with work handed in and evaluations; ``next_steps`` collects it."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.models import EvaluationPage
from lms.next_steps import NextStep
from lms.records.marking_queue import count_waiting
from lms.records.models import Enrolment, Person
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, may_train
from lms.records.services.assignments import returned_to
from lms.records.services.evaluations import is_over

AT_MOST = 3
# Who has not answered by then is not asked any more, and still may.
ASKED_FOR = timedelta(days=60)


def work_steps(user) -> list[NextStep]:
    """Work to mark, work returned, evaluations to fill in; four queries at most."""
    person = person_of(user)
    return [
        *(_to_mark(user) if may_train(user) or may_coordinate(user) else []),
        *(_returned(person) if person else []),
        *(_evaluations(person) if person else []),
    ]


def _to_mark(user) -> list[NextStep]:
    waiting = count_waiting(user)
    if not waiting:
        return []
    title = ngettext(
        "%(count)s piece of work waits for you", "%(count)s pieces of work wait for you", waiting
    )
    return [
        NextStep(
            title=title % {"count": waiting},
            url=reverse("records:marking"),
            note=_("Read it and say what you think of it."),
        )
    ]


def _returned(person: Person) -> list[NextStep]:
    return [
        NextStep(
            title=_("Work over: %(work)s") % {"work": work.title},
            url=reverse("records:submission", args=[work.pk]),
            note=_("Your trainer returned it with feedback."),
        )
        for work in returned_to(person)[:AT_MOST]
    ]


def _evaluations(person: Person) -> list[NextStep]:
    """Evaluations of courses that are over, not answered yet; the newest course first."""
    rows = list(
        Enrolment.objects.holding_a_place()
        .filter(is_over(), person=person, cohort__ends_on__gte=timezone.localdate() - ASKED_FOR)
        .order_by("-cohort__ends_on", "-pk")
        .values_list(
            "pk",
            "cohort__course__path",
            "cohort__course__title",
            "evaluations_given__evaluation_key",
        )
    )
    if not rows:
        return []
    # A row for each evaluation given, one without a key where there is none.
    given = {(enrolment, key) for enrolment, _path, _course, key in rows}
    enrolments = list(dict.fromkeys(row[:3] for row in rows))
    mine = EvaluationPage.objects.filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=get_language(),
        live=True,
    )
    below = reduce(or_, (Q(path__startswith=path) for _pk, path, _course in enrolments))
    pages = list(
        EvaluationPage.objects.live()
        .filter(below)
        .annotate(
            my_pk=Subquery(mine.values("pk")[:1]), my_title=Subquery(mine.values("title")[:1])
        )
        .order_by("path")
    )
    return [
        NextStep(
            title=_("Say what you think: %(evaluation)s")
            % {"evaluation": page.my_title or page.title},
            url=reverse("records:evaluate", args=[page.my_pk or page.pk]),
            note=course,
        )
        for enrolment, path, course in enrolments
        for page in pages
        if page.path.startswith(path) and (enrolment, page.translation_key) not in given
    ][:AT_MOST]
