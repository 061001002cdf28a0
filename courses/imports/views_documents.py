"""Pages of the admin that bring in a Word document."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from courses.imports.docx import read_docx
from courses.imports.exceptions import UnreadableFileError
from courses.imports.forms_documents import DocumentForm, LessonsForm
from courses.imports.keeping import forget, keep, kept
from courses.imports.lessons import give_addresses, split_document
from courses.imports.pages import gone, page_for, sent, show
from courses.imports.permissions import collections_for_pictures, may_import_lessons
from courses.imports.saving import save_lessons
from courses.models import CoursePage


def import_document(request, pk):
    """Ask for a Word document and keep it until its lessons are chosen."""
    page = page_for(pk, request.user, may_import_lessons)
    form = DocumentForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            _split(read_docx(data), page)
        except UnreadableFileError as error:
            form.add_error("file", str(error))
        else:
            token = keep(data, user=request.user, page=page)
            return redirect("courses_imports:lessons", page.pk, token)
    return show(
        request, "import_document", page, _("Import a Word document"), "doc-full", form=form
    )


def _split(document, page: Page):
    modules = split_document(
        document, into_modules=isinstance(page, CoursePage), name=_("Introduction")
    )
    give_addresses(modules, page)
    return modules


def choose_lessons(request, pk, token):
    """Show the lessons of a kept document and save those that are chosen."""
    page = page_for(pk, request.user, may_import_lessons)
    data = kept(token, user=request.user, page=page)
    if data is None:
        return gone(request, page, "document")
    try:
        document = read_docx(data)
        modules = _split(document, page)
    except UnreadableFileError as error:
        messages.error(request, str(error))
        return redirect("courses_imports:document", page.pk)
    collections = collections_for_pictures(request.user)
    form = LessonsForm(
        sent(request)[0],
        modules=modules,
        pictures=document.pictures,
        taken_slugs=set(page.get_children().values_list("slug", flat=True)),
        collections=collections,
    )
    if request.method == "POST" and form.is_valid():
        made = save_lessons(
            parent=page,
            modules=form.chosen(),
            pictures=form.described_pictures(),
            collection=form.cleaned_data.get("collection") or collections.first(),
            user=request.user,
        )
        forget(token, user=request.user, page=page)
        return _lessons_made(request, page, made)
    return show(
        request,
        "import_lessons",
        page,
        _("Choose what to take"),
        "doc-full",
        form=form,
        parts=form.parts(),
        pictures_left_out=document.pictures and not collections.exists(),
    )


def _lessons_made(request, page: Page, made: list[Page]):
    for new in made:
        for hook in hooks.get_hooks("after_create_page"):
            hook(request, new)
    count = sum(1 for new in made if new.specific_class.__name__ == "LessonPage")
    saved = ngettext(
        "%(count)s lesson is saved as a draft; nothing is published.",
        "%(count)s lessons are saved as drafts; nothing is published.",
        count,
    ) % {"count": count}
    undo = _("To undo it, tick what was imported in this list and choose Delete.")
    messages.success(request, f"{saved} {undo}")
    return redirect("wagtailadmin_explore", page.pk)
