"""Reading lessons and taking tests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from courses.grading import is_right
from courses.models import AssessmentPage, LessonPage
from lms.records.exceptions import RecordsError
from lms.records.forms_assessments import AttemptForm
from lms.records.lesson_gate import course_of
from lms.records.models.people import person_of
from lms.records.permissions import may_read_lessons, own_attempt
from lms.records.services.assessments import (
    gain_since_pre_test,
    save_answers,
    start_attempt,
    submit_attempt,
)
from lms.records.services.progress import mark_lesson

# Others may use the same phone afterwards.
private = cache_control(private=True, no_store=True)


def _page_for_reader(request, model, page_id):
    page = get_object_or_404(model.objects.live().select_related("locale"), pk=page_id)
    if not may_read_lessons(request.user, course_of(page)):
        raise PermissionDenied
    return page


def _introduce(page, request):
    return redirect(f"{reverse('records:about_you')}?next={page.get_url(request)}")


@login_required
@require_POST
def mark_done(request, page_id):
    """Mark a lesson done and go on to the next, or take the mark back and stay."""
    lesson = _page_for_reader(request, LessonPage, page_id)
    person = person_of(request.user)
    if person is None:
        return _introduce(lesson, request)
    done = request.POST.get("done") == "1"
    outline = lesson.outline
    mark_lesson(person=person, lesson=lesson, course_key=outline.course.translation_key, done=done)
    if not done:
        return redirect(lesson.get_url(request))
    if outline.next is None:
        messages.success(request, _("That was the last lesson. Well done."))
    return redirect((outline.next or outline.course).get_url(request))


@login_required
@require_POST
def start(request, page_id):
    """Begin a test, or go on with the one begun."""
    assessment = _page_for_reader(request, AssessmentPage, page_id)
    person = person_of(request.user)
    if person is None:
        return _introduce(assessment, request)
    course = assessment.outline.course
    try:
        attempt = start_attempt(
            person=person, assessment=assessment, course_key=course.translation_key
        )
    except RecordsError as refusal:
        messages.error(request, str(refusal))
        return redirect(assessment.get_url(request))
    return redirect("records:attempt", pk=attempt.pk)


@login_required
@private
@require_http_methods(["GET", "POST"])
def attempt(request, pk):
    """All questions of a test on one page: save and go on later, or hand in.

    Handing in with questions left open asks once more; what was answered is kept in any case.
    """
    attempt = get_object_or_404(own_attempt.objects_for(request.user), pk=pk)
    if not attempt.is_open:
        return redirect("records:attempt_result", pk=attempt.pk)
    form = AttemptForm(request.POST or None, attempt=attempt)
    unanswered = []
    if request.method == "POST" and form.is_valid():
        try:
            attempt = save_answers(attempt=attempt, answers=form.answers())
        except RecordsError as refusal:
            messages.info(request, str(refusal))
            return redirect("records:attempt_result", pk=attempt.pk)
        unanswered = form.unanswered()
        if "hand_in_anyway" in request.POST or ("hand_in" in request.POST and not unanswered):
            submit_attempt(attempt=attempt)
            return redirect("records:attempt_result", pk=attempt.pk)
        if "hand_in" not in request.POST:
            messages.success(request, _("Your answers are saved. You can go on at any time."))
            return redirect("records:attempt", pk=attempt.pk)
    return render(
        request,
        "records/attempt.html",
        {"attempt": attempt, "form": form, "unanswered": unanswered},
    )


@login_required
@private
def attempt_result(request, pk):
    """The score, and every question with one's answer, the right one and why."""
    attempt = get_object_or_404(own_attempt.objects_for(request.user), pk=pk)
    if attempt.is_open:
        return redirect("records:attempt", pk=attempt.pk)
    page = (
        AssessmentPage.objects.live()
        .filter(translation_key=attempt.assessment_key, locale__language_code=attempt.language)
        .first()
    )
    return render(
        request,
        "records/attempt_result.html",
        {
            "attempt": attempt,
            "page": page,
            "gain": gain_since_pre_test(attempt),
            "questions": [_reviewed(question, attempt) for question in attempt.questions],
        },
    )


def _reviewed(question: dict, attempt) -> dict:
    chosen = attempt.answers.get(question["key"], [])
    choices = [choice | {"is_chosen": choice["key"] in chosen} for choice in question["choices"]]
    return question | {
        "choices": choices,
        "is_right": is_right(question, chosen),
        "is_answered": bool(chosen),
    }
