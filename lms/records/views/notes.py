"""Notes of one's own beside lessons: written on the lesson's page, read together on one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from courses.models import LessonPage
from lms.records.forms.notes import NoteForm
from lms.records.lesson_gate import course_of
from lms.records.models import LessonNote
from lms.records.models.people import person_of
from lms.records.permissions import may_read_lessons, own_note
from lms.records.services.notes import (
    NoteChangedElsewhere,
    delete_note,
    note_of,
    version_of,
    write_note,
)

# Others may use the same phone afterwards.
private = cache_control(private=True, no_store=True)
EMPTIED = gettext_lazy("The note is empty. Press “Save” to delete it.")
CHANGED = gettext_lazy(
    "You changed this note on another page in the meantime. Press “Save” to see both versions."
)


@dataclass
class CourseNotes:
    """The notes of a course; ``page`` is ``None`` when it is no longer on the site."""

    page: Page | None
    notes: list[LessonNote] = field(default_factory=list)


@login_required
@private
def notes(request):
    """All notes of this person, by course and in the order of its lessons."""
    found = list(own_note.objects_for(request.user))
    pages = _pages_of({note.lesson_key for note in found} | {note.course_key for note in found})
    for note in found:
        note.lesson = pages.get(note.lesson_key)
    # What is no longer on the site comes last.
    found.sort(key=lambda note: (note.lesson is None, note.lesson.path if note.lesson else ""))
    by_course: dict[UUID, CourseNotes] = {}
    for note in found:
        course = by_course.setdefault(note.course_key, CourseNotes(page=pages.get(note.course_key)))
        course.notes.append(note)
    return render(request, "records/notes.html", {"courses": list(by_course.values())})


def _pages_of(keys: Iterable[UUID]) -> dict[UUID, Page]:
    """Live pages by key, in the language that is read or else the site's own; one query."""
    language = get_language()
    pages = (
        Page.objects.live()
        .filter(
            translation_key__in=keys,
            locale__language_code__in={language, settings.LANGUAGE_CODE},
        )
        .select_related("locale")
    )
    return {
        page.translation_key: page
        for page in sorted(pages, key=lambda page: page.locale.language_code == language)
    }


@login_required
@private
@require_http_methods(["GET", "POST"])
def note(request, pk):
    """One note on a page of its own, also when its lesson is no longer there."""
    note = get_object_or_404(own_note.objects_for(request.user), pk=pk)
    return _answer(
        request,
        note=note,
        lesson_key=note.lesson_key,
        course_key=note.course_key,
        title=note.title,
        back=reverse("records:notes"),
    )


@login_required
@private
@require_http_methods(["GET", "POST"])
def lesson_note(request, page_id):
    """The note beside a lesson, on a page of its own when it could not be kept as it is."""
    lesson = get_object_or_404(LessonPage.objects.live().select_related("locale"), pk=page_id)
    person = person_of(request.user)
    if person is None or not may_read_lessons(request.user, course_of(lesson)):
        raise PermissionDenied
    return _answer(
        request,
        note=note_of(person=person, lesson_key=lesson.translation_key),
        lesson_key=lesson.translation_key,
        course_key=course_of(lesson).values_list("translation_key", flat=True).get(),
        title=lesson.title,
        back=f"{lesson.get_url(request)}#notes",
    )


def _answer(request, *, note, lesson_key, course_key, title, back) -> HttpResponse:
    """Write what was sent, or show the form: again with every word when something is wrong.

    A script that saves while one types (``keep``) is answered in JSON, and never deletes.
    """
    person = person_of(request.user)
    typing = "keep" in request.POST
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm.of(note)
    is_emptied = False
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if text:
            try:
                kept = write_note(
                    person=person,
                    lesson_key=lesson_key,
                    course_key=course_key,
                    title=title,
                    text=text,
                    seen=form.cleaned_data["seen"],
                )
            except NoteChangedElsewhere as refusal:
                if typing:
                    return JsonResponse({"problem": str(CHANGED)}, status=409)
                form = _both(refusal, text)
            else:
                if typing:
                    return JsonResponse({"seen": version_of(kept)})
                messages.success(request, _("Your note is saved."))
                return redirect(back)
        elif note is None or "delete" in request.POST:
            delete_note(person=person, lesson_key=lesson_key)
            if note:
                messages.success(request, _("Your note is deleted."))
            return redirect(back)
        else:
            is_emptied = True
    if typing:
        problem = EMPTIED if is_emptied else " ".join(form.errors.get("text", []))
        return JsonResponse({"problem": str(problem)}, status=400)
    return render(
        request,
        "records/note.html",
        {"form": form, "note": note, "title": title, "back": back, "is_emptied": is_emptied},
    )


def _both(refusal: NoteChangedElsewhere, text: str) -> NoteForm:
    """The form with what is stored and, below it, what was typed."""
    form = NoteForm(
        {"text": f"{refusal.stored.text}\n\n{text}", "seen": version_of(refusal.stored)}
    )
    form.add_error("text", str(refusal))
    return form
