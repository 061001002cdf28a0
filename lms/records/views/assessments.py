"""Taking tests, and what came of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.models import AssessmentPage
from lms.records.exceptions import RecordsError
from lms.records.forms.assessments import AttemptForm
from lms.records.models.people import person_of
from lms.records.permissions import own_attempt
from lms.records.review import reviewed
from lms.records.services.assessments import (
    TimeIsUp,
    hand_in_overdue,
    save_answers,
    start_attempt,
    submit_attempt,
    why_answers_wait,
)
from lms.records.services.learning_gain import gain_per_objective, gain_since_pre_test
from lms.records.views.learning import introduce, page_for_reader, private


@login_required
@require_POST
def start(request, page_id):
    """Begin a test, or go on with the one begun."""
    assessment = page_for_reader(request, AssessmentPage, page_id)
    person = person_of(request.user)
    if person is None:
        return introduce(assessment, request)
    course = assessment.outline.course
    try:
        attempt = start_attempt(
            person=person, assessment=assessment, course_key=course.translation_key
        )
    except RecordsError as refusal:
        messages.error(request, str(refusal))
        return redirect(assessment.get_url(request))
    return redirect("records:attempt", pk=attempt.pk)


def _attempt_of(request, pk):
    """One's own attempt, handed in by itself when its time is over."""
    own = own_attempt.objects_for(request.user)
    attempt = get_object_or_404(own, pk=pk)
    if attempt.is_overdue:
        hand_in_overdue(own.filter(pk=pk))
        messages.info(request, str(TimeIsUp()))
        attempt.refresh_from_db()
    return attempt


@login_required
@private
@require_http_methods(["GET", "POST"])
def attempt(request, pk):
    """All questions of a test on one page: save and go on later, or hand in.

    Handing in with questions left open, or with what looks like someone's personal data, asks once
    more; what was answered is kept in any case, also beside an answer that is refused.
    """
    attempt = _attempt_of(request, pk)
    if not attempt.is_open:
        return redirect("records:attempt_result", pk=attempt.pk)
    form = AttemptForm(request.POST if request.method == "POST" else None, attempt=attempt)
    unanswered, findings = [], []
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            attempt = save_answers(attempt=attempt, answers=form.answers())
        except RecordsError as refusal:
            messages.info(request, str(refusal))
            return redirect("records:attempt_result", pk=attempt.pk)
        if is_valid:
            if "hand_in" in request.POST:
                unanswered, findings = form.unanswered(), form.findings()
            if "hand_in_anyway" in request.POST or (
                "hand_in" in request.POST and not unanswered and not findings
            ):
                submit_attempt(attempt=attempt)
                return redirect("records:attempt_result", pk=attempt.pk)
            if "hand_in" not in request.POST:
                messages.success(request, _("Your answers are saved. You can go on at any time."))
                return redirect("records:attempt", pk=attempt.pk)
    return render(
        request,
        "records/attempt.html",
        {
            "attempt": attempt,
            "form": form,
            "unanswered": unanswered,
            "findings": findings,
            "is_untranslated": any("language" in question for question in attempt.questions),
            "seconds_left": attempt.due_at
            and max(0, int((attempt.due_at - timezone.now()).total_seconds())),
        },
    )


@login_required
@private
@require_POST
def answers(request, pk):
    """Keep the answers to the questions named in ``question``; sent by the page at each answer.

    Says which were ``saved`` and what is wrong with the others, or where to look when no answer is
    taken any more.
    """
    attempt = get_object_or_404(own_attempt.objects_for(request.user), pk=pk)
    form = AttemptForm(request.POST, attempt=attempt)
    form.is_valid()
    changed = set(request.POST.getlist("question"))
    given = {key: answer for key, answer in form.answers().items() if key in changed}
    try:
        save_answers(attempt=attempt, answers=given)
    except RecordsError as refusal:
        over = {"over": str(refusal), "url": reverse("records:attempt_result", args=[pk])}
        return JsonResponse(over, status=409)
    errors = {key: list(texts) for key, texts in form.errors.items() if key in changed}
    return JsonResponse({"saved": list(given), "errors": errors})


@login_required
@private
def attempt_result(request, pk):
    """The score, and every question with one's answer; the right one and why when the test says so."""
    attempt = _attempt_of(request, pk)
    if attempt.is_open:
        return redirect("records:attempt", pk=attempt.pk)
    page = AssessmentPage.objects.filter(
        translation_key=attempt.assessment_key, locale__language_code=attempt.language
    ).first()
    # A page that is gone can be taken by nobody, so it has nothing left to give away.
    answers_wait = why_answers_wait(attempt, page) if page else ""
    questions = reviewed(attempt, with_answers=not answers_wait)
    return render(
        request,
        "records/attempt_result.html",
        {
            "attempt": attempt,
            "page": page,
            "gain": gain_since_pre_test(attempt),
            "objectives": gain_per_objective(attempt),
            "questions": questions,
            "answers_wait": answers_wait
            if any("is_withheld" in each for each in questions)
            else "",
        },
    )
