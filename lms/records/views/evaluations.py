"""What trainees say of a course: the form they fill in, and what is shown of the answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from courses.models import CoursePage, EvaluationPage
from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms.evaluations import EvaluationForm
from lms.records.lesson_gate import course_of
from lms.records.models import Cohort
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, takes_part, teach_cohort
from lms.records.services.evaluations import (
    AlreadyGiven,
    evaluation_results,
    give_evaluation,
    may_answer,
)
from lms.records.views.learning import page_for_reader, private


@login_required
@private
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def evaluate(request, page_id):
    """Fill in the evaluation of a course, once an enrolment."""
    evaluation = page_for_reader(request, EvaluationPage, page_id)
    if not takes_part(request.user, course_of(evaluation)):
        raise PermissionDenied
    enrolment = may_answer(person=person_of(request.user), evaluation=evaluation)
    if enrolment is None:
        return redirect(evaluation.get_url(request))
    form = EvaluationForm(request.POST or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        try:
            give_evaluation(enrolment=enrolment, evaluation=evaluation, answers=form.answers())
        except AlreadyGiven as refusal:
            messages.info(request, str(refusal))
            return redirect(evaluation.get_url(request))
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answers help to make the course better."))
            return redirect(course_of(evaluation).get().get_url(request))
    return render(request, "records/evaluation_form.html", {"evaluation": evaluation, "form": form})


@login_required
@private
@require_GET
def cohort_evaluation(request, pk):
    """What the people of one cohort answered, for its trainers and coordinators."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    return render(
        request,
        "records/evaluation_results.html",
        {
            "cohort": cohort,
            "course": cohort.course_page,
            "results": _results(cohort.course, Cohort.objects.filter(pk=cohort.pk)),
            "may_coordinate": may_coordinate(request.user),
        },
    )


@login_required
@private
@require_GET
def course_evaluation(request, pk):
    """The same over all cohorts of a course, for coordinators."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    course = get_object_or_404(CoursePage, pk=pk)
    cohorts = Cohort.objects.filter(course__translation_key=course.translation_key)
    return render(
        request,
        "records/evaluation_results.html",
        {"course": course, "results": _results(course, cohorts)},
    )


def _results(course: CoursePage, cohorts: QuerySet[Cohort]) -> list[tuple]:
    """Each evaluation of the course, in the reader's language if it can be, with its results."""
    pages = list(EvaluationPage.objects.child_of(course).order_by("path"))
    translated = EvaluationPage.objects.live().filter(
        translation_key__in=[page.translation_key for page in pages],
        locale__language_code=get_language(),
    )
    found = {page.translation_key: page for page in translated}
    pages = [found.get(page.translation_key, page) for page in pages]
    return [(page, evaluation_results(cohorts=cohorts, evaluation=page)) for page in pages]
