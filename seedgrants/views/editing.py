"""Writing a proposal, one section a screen: about, the questions, the budget, check and send."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedgrants.exceptions import Incomplete, SeedGrantError, StaleDraft
from seedgrants.forms.proposals import AboutForm, AnswersForm, BudgetForm, SubmitForm
from seedgrants.models import Application
from seedgrants.permissions import own_applications
from seedgrants.services.drafts import save_about, save_answers, save_budget
from seedgrants.services.submission import find_problems, submit_application

ABOUT, BUDGET, CHECK = "about", "budget", "check"


@dataclass(frozen=True)
class Step:
    """A screen; ``is_done`` when nothing on it keeps the proposal from being sent."""

    slug: str
    title: str
    is_done: bool


def make_steps(application: Application, sections, problems) -> list[Step]:
    open_slugs = {problem.section for problem in problems}
    titles = [
        (ABOUT, _("Your project")),
        *((str(n), heading or _("Questions")) for n, (heading, _qs) in enumerate(sections, 1)),
        (BUDGET, _("Budget")),
    ]
    steps = [Step(slug, title, slug not in open_slugs) for slug, title in titles]
    return [*steps, Step(CHECK, _("Check and send"), False)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, section):
    application = get_object_or_404(
        own_applications(request.user).select_related("round__locale", "organisation"), pk=pk
    )
    if not application.is_editable:
        messages.info(request, _("This proposal has been sent and can no longer be changed."))
        return redirect("seedgrants:application", application.pk)
    sections = application.round.sections()
    problems = find_problems(application=application)
    steps = make_steps(application, sections, problems)
    slugs = [step.slug for step in steps]
    if section not in slugs:
        raise Http404
    position = slugs.index(section)
    context = {
        "application": application,
        "round": application.round.localized,
        "steps": steps,
        "step": steps[position],
        "previous": slugs[position - 1] if position else None,
        "done": sum(step.is_done for step in steps[:-1]),
        "of": len(steps) - 1,
        "problems": problems,
        "deadline": deadline_of(application),
    }
    if section == CHECK:
        return check(request, application, context)
    return write(request, application, sections, slugs[position + 1], context)


def deadline_of(application: Application):
    """The later of the round's closing and the person's own extension."""
    extension = application.extensions.last()
    closes_at = application.round.closes_at
    return max(closes_at, extension.until) if extension else closes_at


def make_form(application, section, sections, data=None, empty=0):
    if section == ABOUT:
        return AboutForm(data, application=application)
    if section == BUDGET:
        return BudgetForm(data, application=application, empty=empty)
    return AnswersForm(data, application=application, questions=sections[int(section) - 1][1])


def save(application, section, form, by):
    arguments = {"application": application, "by": by, "version": form.cleaned_data["version"]}
    if section == ABOUT:
        return save_about(**arguments, title=form.cleaned_data["title"])
    if section == BUDGET:
        return save_budget(**arguments, lines=form.cleaned_lines())
    return save_answers(**arguments, answers=form.answers())


def write(request, application, sections, next_section, context):
    """Save what is valid and go on; keep on the page whatever was typed otherwise."""
    section = context["step"].slug
    go = request.POST.get("go", "next")
    if request.method != "POST":
        empty = int("more" in request.GET)
        context["form"] = make_form(application, section, sections, empty=empty)
        return render(request, "seedgrants/edit.html", context)
    form = make_form(application, section, sections, request.POST)
    if form.is_valid():
        try:
            save(application, section, form, request.user)
        except StaleDraft as stale:
            context["theirs"] = form.saved_elsewhere(application)
            form.rebase(stale.version)
        except SeedGrantError as error:
            form.add_error(None, str(error))
        else:
            return redirect_after_saving(request, application, section, next_section, go)
    elif go == "add" and section == BUDGET:
        form = form.with_empty_line(application)
    context["form"] = form
    return render(request, "seedgrants/edit.html", context)


def redirect_after_saving(request, application, section, next_section, go):
    messages.success(request, _("Saved."))
    if go == "later":
        return redirect("seedgrants:my_applications")
    target = redirect(
        "seedgrants:edit", application.pk, section if go in ("add", "stay") else next_section
    )
    if go == "add":
        target["Location"] += "?more#new-line"
    return target


def check(request, application, context):
    """The whole proposal as it will be sent, what is missing, and the button."""
    form = SubmitForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            revision = submit_application(
                application=application, by=request.user, key=form.cleaned_data["key"]
            )
        except Incomplete as error:
            context["problems"] = error.problems
        except SeedGrantError as error:
            messages.error(request, str(error))
        else:
            return redirect("seedgrants:receipt", application.pk, revision.number)
    context |= {
        "form": form,
        "answers": application.answers.all(),
        "lines": application.budget_lines.all(),
    }
    return render(request, "seedgrants/check.html", context)
