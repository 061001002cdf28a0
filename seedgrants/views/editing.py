"""Writing a proposal, one section a screen: about, the questions, the budget, check and send."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedgrants.enums import ApplicationState
from seedgrants.exceptions import Incomplete, SeedGrantError, StaleDraft
from seedgrants.forms.feedback import AskForm
from seedgrants.forms.proposals import AboutForm, AnswersForm, BudgetForm, SheetForm, SubmitForm
from seedgrants.models import Application, Comment
from seedgrants.permissions import mentors_of, own_applications
from seedgrants.services.drafts import save_about, save_answers, save_budget
from seedgrants.services.submission import (
    find_problems,
    personal_data_in,
    snapshot,
    submit_application,
)
from seedgrants.views.autosave import (
    conflict,
    is_autosave,
    is_saved_already,
    keep_beside,
    refused,
    saved,
    settle_standing,
    unsettled,
)
from seedgrants.views.budgets import subtotals
from seedgrants.views.proposals import why_told

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
    if section == CHECK:  # which reads all of it several times
        prefetch_related_objects([application], "answers", "budget_lines")
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
        "kept": unsettled(application, section),
        "waits_for_mentor": application.state == ApplicationState.FEEDBACK,
        "told": why_told(application),
    }
    if section == CHECK:
        return check(request, application, context)
    return write(request, application, sections, slugs[position + 1], context)


def deadline_of(application: Application):
    """The later of the round's closing and the person's own extension."""
    extension = application.extensions.last()
    closes_at = application.round.closes_at
    return max(closes_at, extension.until) if extension else closes_at


def make_form(application, section, sections, data=None, empty=0, files=None):
    if section == ABOUT:
        return AboutForm(data, application=application)
    if section == BUDGET:
        return BudgetForm(data, application=application, empty=empty)
    questions = sections[int(section) - 1][1]
    return AnswersForm(data, files, application=application, questions=questions)


def save(application, section, form, by):
    arguments = {"application": application, "by": by, "version": form.cleaned_data["version"]}
    if section == ABOUT:
        return save_about(**arguments, title=form.cleaned_data["title"])
    if section == BUDGET:
        return save_budget(**arguments, lines=form.cleaned_lines())
    return save_answers(
        **arguments, answers=form.answers(), data=form.shapes(), uploads=form.uploads()
    )


def write(request, application, sections, next_section, context):
    """Save what is valid and go on; keep on the page whatever was typed otherwise.

    A script that saves while someone writes gets its answer as data.
    """
    section = context["step"].slug
    go = request.POST.get("go", "next")
    if request.method != "POST":
        empty = int("more" in request.GET)
        form = make_form(application, section, sections, empty=empty)
        return show(request, application, section, form, context)
    form = make_form(application, section, sections, request.POST, files=request.FILES)
    problems = [_("Something on this page is not filled in correctly yet.")]
    newest = None
    if form.is_valid():
        try:
            draft = save(application, section, form, request.user)
        except StaleDraft as stale:
            newest = stale.version
        except SeedGrantError as error:
            problems = [str(error)]
            form.add_error(None, str(error))
        else:
            if is_autosave(request):
                return saved(draft)
            settle_standing(request, application, section)
            return redirect_after_saving(request, application, section, next_section, go)
    elif form.is_older_than(application.version):
        newest = application.version
    elif go == "add" and section == BUDGET:
        form = form.with_empty_line(application)
    if newest:
        application.refresh_from_db()
        if is_saved_already(request, form, make_form(application, section, sections)):
            return saved(application)
        context["theirs"] = form.saved_elsewhere(application)
        context |= keep_beside(request, application, form, newest, section)
        if is_autosave(request):
            return conflict(newest, context["standing"], context["theirs"])
    if is_autosave(request):
        return refused(problems)
    return show(request, application, section, form, context)


def show(request, application, section, form, context):
    """The page of one section, with the mentor's comments on what stands there."""
    context |= {
        "form": form,
        "section": section,
        "comments": comments_on(application, section, form),
        "files": files_by_question(application) if getattr(form, "has_files", False) else {},
    }
    if section == BUDGET:
        lines = application.budget_lines.all()
        context |= {
            "subtotals": subtotals(lines),
            "sheet_form": SheetForm(initial={"version": form["version"].value()}),
        }
    return render(request, "seedgrants/edit.html", context)


def comments_on(application, section, form) -> dict[str, list[Comment]]:
    """Comments that are not resolved, by what they hang on, as far as it stands in this section."""
    comments = Comment.objects.unresolved().filter(
        request__application=application,
        request__report__isnull=True,
        request__answered_at__isnull=False,
    )
    found: dict[str, list[Comment]] = {}
    keys = {str(q.translation_key) for q in getattr(form, "questions", {}).values()}
    for comment in comments.select_related("request"):
        kind, _sep, key = comment.target.partition(":")
        here = {
            ABOUT: kind in ("title", "whole"),
            BUDGET: kind == "line",
        }.get(section, key in keys)
        if here:
            found.setdefault(key or kind, []).append(comment)
    return found


def files_by_question(application) -> dict[str, list]:
    found: dict[str, list] = {}
    for file in application.files.present().filter(question_key__isnull=False):
        found.setdefault(str(file.question_key), []).append(file)
    return found


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
    findings = personal_data_in(application)
    initial = {"key": uuid.uuid4().hex}
    form = SubmitForm(request.POST or None, initial=initial, findings=findings)
    if request.method == "POST" and form.is_valid():
        try:
            revision = submit_application(
                application=application,
                by=request.user,
                key=form.cleaned_data["key"],
                warned=bool(findings),
            )
        except Incomplete as error:
            context["problems"] = error.problems
        except SeedGrantError as error:
            messages.error(request, str(error))
        else:
            return redirect("seedgrants:receipt", application.pk, revision.number)
    mentors = mentors_of(application.applicant)
    lines = application.budget_lines.all()
    context |= {
        "form": form,
        "findings": findings,
        "content": snapshot(application),
        "subtotals": subtotals(lines),
        "ask_form": (
            AskForm(mentors=mentors)
            if application.state == ApplicationState.DRAFT and mentors
            else None
        ),
    }
    return render(request, "seedgrants/check.html", context)
