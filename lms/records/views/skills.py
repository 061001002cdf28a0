"""Skills over time, hours of supervision, and the agreement that begins it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.records.course_pages import attach_course_pages
from lms.records.enums_mentoring import SkillLevel
from lms.records.models import Cohort
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, see_mentorship
from lms.records.services.skills_over_time import FEWEST, skills_of_cohort, skills_of_learner
from lms.records.services.supervision_hours import hours_of_year, years_with_supervision
from lms.records.skill_chart import draw_skill
from lms.records.views.mentoring import notes

A_PAGE = 50


@notes
@require_safe
def skills(request, pk):
    """The skills of one learner; results of tests are for their own eyes and coordinators'."""
    mentorship = get_object_or_404(
        see_mentorship.objects_for(request.user).select_related(
            "learner", "mentor", "enrolment__cohort__course"
        ),
        pk=pk,
    )
    person = person_of(request.user)
    is_own = person is not None and person.pk == mentorship.learner_id
    with_tests = mentorship.enrolment_id and (is_own or may_coordinate(request.user))
    visible = see_mentorship.objects_for(request.user).filter(learner=mentorship.learner)
    lines = skills_of_learner(
        visible,
        course_key=mentorship.enrolment.cohort.course.translation_key if with_tests else None,
        person=mentorship.learner_id if with_tests else None,
    )
    for line in lines:
        line.chart = draw_skill(line)
    return render(
        request,
        "records/skills.html",
        {
            "mentorship": mentorship,
            "lines": lines,
            "with_tests": with_tests,
            "levels": SkillLevel.choices,
        },
    )


@notes
@require_safe
def cohort_skills(request, pk):
    """The skills of a cohort for coordinators; figures of fewer than five people are left out."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=pk)
    attach_course_pages([cohort])
    return render(
        request,
        "records/cohort_skills.html",
        {
            "cohort": cohort,
            "skills": skills_of_cohort(cohort),
            "fewest": FEWEST,
            "levels": SkillLevel.choices,
        },
    )


@login_required
@require_safe
def hours(request):
    """Hours of supervision in a year: my own; a coordinator's: everybody's."""
    this_year = timezone.localdate().year
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= this_year else this_year
    person = person_of(request.user)
    coordinating = may_coordinate(request.user)
    everybody = hours_of_year(year) if coordinating else []
    if coordinating:
        own = [one for one in everybody if person and one.person.pk == person.pk]
    else:
        own = hours_of_year(year, person=person) if person else []
    return render(
        request,
        "records/supervision_hours.html",
        {
            "year": year,
            "years": sorted({this_year, *years_with_supervision()}, reverse=True),
            "own": own[0] if own else None,
            "page": Paginator(everybody, A_PAGE).get_page(request.GET.get("page")),
            "may_coordinate": coordinating,
        },
    )


@login_required
@require_safe
def blank_contract(request):
    """The agreement with lines to fill in by hand."""
    return render(request, "records/contract.html", {})


@notes
@require_safe
def contract(request, pk):
    """The agreement of one mentorship, with the names in it."""
    mentorship = get_object_or_404(
        see_mentorship.objects_for(request.user).select_related("learner", "mentor"), pk=pk
    )
    return render(request, "records/contract.html", {"mentorship": mentorship})
