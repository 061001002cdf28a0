"""Who may not complete, while there is still time to do something about it.

The rule of the course is judged at the end; before that, most people have not done everything. So
somebody is at risk only where they fall behind:

- attendance: below the course's percentage in what was held so far, or already out of reach;
- lessons: from the middle of the cohort on, fewer than half of those due at an even pace; on the
  last day and after it, any that is missing;
- post-test: below the pass mark, or from the last day on not taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.durations import describe_minutes
from lms.records.enums import EnrolmentState
from lms.records.models import Cohort, Enrolment
from lms.records.services.attendance_figures import AttendanceFigures
from lms.records.services.judging import Judgement, Rule, course_rule, in_words, judge


@dataclass(frozen=True)
class AtRisk:
    enrolment: Enrolment
    reasons: list[str]


def people_at_risk(cohort: Cohort, *, on: date | None = None) -> list[AtRisk]:
    """Those enrolled who may not complete, in name order, with why; nobody before the first day.

    Nine queries at most, whatever the size.
    """
    on = on or timezone.localdate()
    if cohort.state not in Cohort.TAKES_PEOPLE or on < cohort.starts_on:
        return []
    rule = course_rule(cohort)
    found = []
    for judgement in judge(cohort, rule):
        if judgement.enrolment.state != EnrolmentState.ENROLLED:
            continue
        reasons = [*_reasons(judgement, rule, cohort, on)]
        if reasons:
            found.append(AtRisk(judgement.enrolment, reasons))
    return found


def _reasons(judgement: Judgement, rule: Rule, cohort: Cohort, on: date) -> Iterator[str]:
    if rule.attendance_percent:
        yield from _of_attendance(judgement.attended)
    figures = judgement.figures
    done, required = figures["lessons_done"], figures["lessons_required"]
    if done < required and (on >= cohort.ends_on or 2 * done < _due(required, cohort, on)):
        yield _("Lessons done: %(done)s of %(all)s.") % {"done": done, "all": required}
    if rule.post_test_percent is not None and not judgement.post_test_waits:
        best = figures["post_test_percent"]
        if best is not None and Decimal(best) < rule.post_test_percent:
            yield _("Post-test %(percent)s%%; %(needed)s%% are needed.") % {
                "percent": in_words(Decimal(best)),
                "needed": rule.post_test_percent,
            }
        elif best is None and on >= cohort.ends_on:
            yield _("Post-test not taken.")


def _of_attendance(figures: AttendanceFigures) -> Iterator[str]:
    if figures.is_out_of_reach:
        yield _("Cannot reach %(needed)s%% of the training time any more.") % {
            "needed": figures.needed_percent
        }
    elif figures.at_risk:
        yield _(
            "Attendance so far %(percent)s%%; %(needed)s%% are needed. Can still miss: %(time)s."
        ) % {
            "percent": in_words(figures.percent_so_far),
            "needed": figures.needed_percent,
            "time": describe_minutes(figures.can_miss),
        }


def _due(required: int, cohort: Cohort, on: date) -> int:
    """Lessons that would be done by now at an even pace; 0 in the first half of the cohort."""
    days = (cohort.ends_on - cohort.starts_on).days + 1
    passed = (on - cohort.starts_on).days + 1
    return required * passed // days if 2 * passed >= days else 0
