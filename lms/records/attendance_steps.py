"""What attendance asks a trainer to do next: call those who may not complete."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.next_steps import NextStep
from lms.records.enums import EnrolmentState
from lms.records.models import Attendance, Cohort, Enrolment, Session
from lms.records.models.people import person_of
from lms.records.permissions import may_train

AT_MOST = 3
LOOK_BACK = timedelta(days=14)


def attendance_steps(user) -> list[NextStep]:
    """Own cohorts under way in which somebody's attendance is too low; one query.

    Only attendance is looked at here, by ``AttendanceFigures.at_risk`` put into SQL: lessons and
    tests are judged on the page this leads to.
    """
    person, today = person_of(user), timezone.localdate()
    if person is None or not may_train(user):
        return []
    registers = Attendance.objects.filter(session=OuterRef("pk"))
    own = registers.filter(enrolment=OuterRef(OuterRef("pk")))
    held = (
        Session.objects.held_or_planned()
        .filter(
            Exists(own) | Exists(registers) & Q(starts_at__date__lt=today),
            cohort=OuterRef("cohort"),
        )
        .order_by()
        .values("cohort")
        .values(minutes=Sum("planned_minutes"))
    )
    attended = (
        Attendance.objects.filter(enrolment=OuterRef("pk"), session__cancelled_at__isnull=True)
        .order_by()
        .values("enrolment")
        .values(total=Sum("minutes"))
    )
    at_risk = (
        Enrolment.objects.filter(
            state=EnrolmentState.ENROLLED,
            cohort__trainers=person,
            cohort__state__in=Cohort.TAKES_PEOPLE,
            cohort__starts_on__lte=today,
            cohort__ends_on__gte=today - LOOK_BACK,
        )
        .annotate(held=Subquery(held), attended=Coalesce(Subquery(attended), 0))
        .filter(attended__lt=F("held") * F("cohort__course__attendance_percent") / 100.0)
        .order_by("cohort__ends_on", "cohort")
        .values_list("cohort", "cohort__code")
        .annotate(Count("pk"))[:AT_MOST]
    )
    return [
        NextStep(
            title=ngettext(
                "%(count)s person may not complete", "%(count)s people may not complete", count
            )
            % {"count": count},
            url=reverse("records:at_risk", args=[cohort]),
            note=_("%(cohort)s: see why, and whom to call") % {"cohort": code},
        )
        for cohort, code, count in at_risk
    ]
