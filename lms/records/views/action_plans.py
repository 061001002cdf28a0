"""Action plans: written after a course, looked through with the mentor, ticked off, printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms.plans import ActionPlanForm
from lms.records.models import ActionPlan, ActionPlanStep, Enrolment
from lms.records.permissions_mentoring import own_plan, review_plan, see_plan
from lms.records.plan_paper import draw_action_plan
from lms.records.services.action_plans import mark_reviewed, tick_step, write_plan
from lms.records.views.mentoring import notes


@notes
@require_http_methods(["GET", "POST"])
def write(request, pk):
    """The plan of one of my enrolments, new or written over."""
    enrolment = get_object_or_404(
        Enrolment.objects.holding_a_place().select_related("cohort__course", "person"),
        pk=pk,
        person__user=request.user,
    )
    plan = ActionPlan.objects.filter(enrolment=enrolment).first()
    form = ActionPlanForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            plan = write_plan(enrolment=enrolment, actor=request.user, **form.plan())
        except RecordsError as refusal:
            messages.error(request, str(refusal))
            return redirect("records:my_courses")
        messages.success(request, _("Your plan is kept."))
        return redirect(f"{reverse('records:action_plan', args=[plan.pk])}?saved=plan")
    attach_course_pages([enrolment.cohort])
    context = {"enrolment": enrolment, "plan": plan, "form": form}
    return render(request, "records/write_plan.html", context)


def _plan_or_404(request, pk) -> ActionPlan:
    plan = get_object_or_404(
        see_plan.objects_for(request.user).select_related(
            "enrolment__person", "enrolment__cohort__course", "reviewed_by"
        ),
        pk=pk,
    )
    attach_course_pages([plan.enrolment.cohort])
    return plan


@notes
@require_safe
def action_plan(request, pk):
    """A plan with its steps, for the trainee, their mentors and coordinators."""
    plan = _plan_or_404(request, pk)
    return render(
        request,
        "records/action_plan.html",
        {
            "plan": plan,
            "steps": plan.steps.all(),
            "is_own": own_plan.allows(request.user, plan),
            "may_review": review_plan.allows(request.user, plan),
            "saved": f"plan:{plan.enrolment_id}" if request.GET.get("saved") == "plan" else "",
        },
    )


@notes
@require_safe
def action_plan_pdf(request, pk):
    """The same on paper."""
    plan = _plan_or_404(request, pk)
    return HttpResponse(
        draw_action_plan(plan),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, "action-plan.pdf")},
    )


@notes
@require_POST
def review(request, pk):
    """The mentor has looked the plan through with the trainee."""
    plan = get_object_or_404(review_plan.objects_for(request.user), pk=pk)
    mark_reviewed(plan=plan, actor=request.user)
    messages.success(request, _("It is noted that you looked the plan through together."))
    return redirect("records:action_plan", pk=plan.pk)


@notes
@require_POST
def tick(request, pk):
    """The trainee marks a step done, or not done after all."""
    step = get_object_or_404(
        ActionPlanStep.objects.select_related("plan"),
        pk=pk,
        plan__in=own_plan.objects_for(request.user),
    )
    tick_step(step=step, actor=request.user, done=request.POST.get("done") == "1")
    return redirect("records:action_plan", pk=step.plan_id)
