"""What became of one person in a cohort: every change, with who, when and why."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lms.records.cohort_people import attach_moves
from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentState, MessageState
from lms.records.models import Cohort, Enrolment, Message
from lms.records.permissions import may_coordinate, teach_cohort
from lms.records.transitions import Party
from lms.records.views.learning import private


@login_required
@private
@require_GET
def enrolment(request, pk):
    """For those who run the cohort."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related(
            "cohort__course", "person", "organisation", "nominated_by"
        ),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )
    attach_course_pages([enrolment.cohort])
    coordinating = may_coordinate(request.user)
    attach_moves([enrolment], Party.COORDINATOR if coordinating else Party.TRAINER)
    events = list(enrolment.events.select_related("actor"))
    for event in events:
        # Who withdraws is promised that only coordinators read why.
        event.shows_reason = coordinating or event.to_state != EnrolmentState.WITHDRAWN
    told = Message.objects.filter(person=enrolment.person, cohort=enrolment.cohort)
    return render(
        request,
        "records/enrolment.html",
        {
            "enrolment": enrolment,
            "cohort": enrolment.cohort,
            "events": events,
            "told": told.exclude(state=MessageState.DROPPED).order_by("created_at", "pk"),
            "may_move": coordinating and enrolment.cohort.state in Cohort.TAKES_PEOPLE,
        },
    )
