"""Pages of the admin that bring in questions, and the file that takes them along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.imports.exceptions import UnreadableFileError
from courses.imports.export import questions_of
from courses.imports.forms_questions import QuestionsForm, TakeQuestionsForm
from courses.imports.gift_writing import write_gift
from courses.imports.keeping import forget, keep, kept
from courses.imports.pages import gone, page_for, sent, show
from courses.imports.permissions import (
    is_synchronised_translation,
    may_export_questions,
    may_import_questions,
)
from courses.imports.reading import read_questions
from courses.imports.saving import append_questions
from courses.models.assessment_forms import objective_choices


def import_questions(request, pk):
    """Ask for a file or a text and keep it until its questions are chosen."""
    page = page_for(pk, request.user, may_import_questions)
    if is_synchronised_translation(page):
        return _to_the_original(request, page)
    form = QuestionsForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.data_sent()
        try:
            read_questions(data, language=page.locale.language_code)
        except UnreadableFileError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(error))
        else:
            token = keep(data, user=request.user, page=page)
            return redirect("courses_imports:take_questions", page.pk, token)
    return show(request, "import_questions", page, _("Import questions"), "list-ul", form=form)


def choose_questions(request, pk, token):
    """Show the questions of a kept file and add those that are chosen to the newest draft."""
    page = page_for(pk, request.user, may_import_questions)
    if is_synchronised_translation(page):
        return _to_the_original(request, page)
    data = kept(token, user=request.user, page=page)
    if data is None:
        return gone(request, page, "questions")
    try:
        questions = read_questions(data, language=page.locale.language_code)
    except UnreadableFileError as error:
        messages.error(request, str(error))
        return redirect("courses_imports:questions", page.pk)
    form = TakeQuestionsForm(
        sent(request)[0], questions=questions, objectives=objective_choices(page.get_parent())
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        append_questions(
            assessment=page,
            questions=chosen,
            objective_keys=form.objective_keys(),
            user=request.user,
        )
        forget(token, user=request.user, page=page)
        return _questions_taken(request, page, len(chosen))
    refused = sum(bool(question.problem) for question in questions)
    return show(
        request,
        "import_take_questions",
        page,
        _("Choose the questions"),
        "list-ul",
        form=form,
        total=len(questions),
        refused=refused,
        sound=len(questions) - refused,
    )


def _questions_taken(request, page: Page, count: int):
    saved = ngettext(
        "%(count)s question is added behind the others, in a draft. Look it over, then publish or "
        "submit the page.",
        "%(count)s questions are added behind the others, in a draft. Look them over, then publish "
        "or submit the page.",
        count,
    ) % {"count": count}
    undo = _("To undo it, open the page's history and go back to the version before.")
    messages.success(request, f"{saved} {undo}")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _to_the_original(request, page: Page):
    messages.error(
        request,
        _(
            "The questions of this page are translated from another language. Import them into the "
            "original; the translation follows."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def export_questions(request, pk):
    """The questions of the newest draft as a GIFT file."""
    page = page_for(pk, request.user, may_export_questions)
    newest = page.get_latest_revision_as_object()
    text = write_gift(
        questions_of(newest, objective_choices(page.get_parent())),
        title=newest.title,
        language=page.locale.language_code,
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.gift.txt"'
    response["Cache-Control"] = "private, no-store"
    return response
