"""What a cohort learned between pre-test and post-test, for its trainers."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lms.records.course_pages import attach_course_pages
from lms.records.permissions import teach_cohort
from lms.records.services.assessments import hand_in_overdue_of
from lms.records.services.learning_gain import learning_gain
from lms.records.views.learning import private


@login_required
@private
@require_GET
def cohort_results(request, pk):
    """Means before and after, the gain for each objective, and each person's two results."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    enrolments = list(
        cohort.enrolments.holding_a_place()
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    )
    people = [enrolment.person_id for enrolment in enrolments]
    hand_in_overdue_of(cohort)
    gain = learning_gain(people=people, course_key=cohort.course.translation_key)
    return render(
        request,
        "records/results.html",
        {
            "cohort": cohort,
            "gain": gain,
            "rows": [
                (enrolment.person, gain.people[enrolment.person_id]) for enrolment in enrolments
            ],
        },
    )
