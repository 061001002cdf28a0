"""A coordinator and one proposal: reviewers, reviews, decision."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedgrants.enums import ApplicationState, DecisionState, RoundState
from seedgrants.forms.panel import AssignForm, DecisionForm, NoteForm, ReturnForm
from seedgrants.models import Application
from seedgrants.permissions import COORDINATE, managed_applications
from seedgrants.services.assignment import conflicts_in, reviewers
from seedgrants.services.decisions import add_discussion_note, judge
from seedgrants.services.decisions import decide as decide_on
from seedgrants.services.reviews import assign_reviewers, possible_reviewers
from seedgrants.services.submission import return_application
from seedgrants.transitions import buttons
from seedgrants.views.replies import attempt, attempt_once, keep_typed

CAN_BE_ASSIGNED = (ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW)
REVIEWERS_ARE_ASKED = (RoundState.REVIEWING, RoundState.DECIDED)


def get_application(request, pk) -> Application:
    return get_object_or_404(
        managed_applications(request.user).select_related(
            "round", "applicant", "organisation", "grant"
        ),
        pk=pk,
    )


def people_to_ask(application):
    asked = application.reviews.of_latest_revision().values("reviewer")
    return possible_reviewers(application=application).exclude(pk__in=asked)


def show(request, application, **refused):
    """The page, with the forms that were sent to it and refused."""
    revision = application.revisions.last()
    state = application.state
    can_decide = state == ApplicationState.DISCUSSION
    pending = application.decisions.filter(state=DecisionState.PENDING).first()
    initial = (
        {"outcome": pending.outcome, "amount": pending.amount, "feedback": pending.feedback}
        if pending
        else {"amount": application.requested}
    )
    judgement = judge(application)
    moves = buttons(application, request.user)
    needed = application.round.minimum_reviews
    early = state == ApplicationState.UNDER_REVIEW and judgement["reviews_counted"] < needed
    if early:  # then it takes a reason, for which the page has a form of its own
        moves = [move for move in moves if move.target != ApplicationState.DISCUSSION]
    can_assign = state in CAN_BE_ASSIGNED and application.round.state in REVIEWERS_ARE_ASKED
    people = people_to_ask(application) if can_assign else ()
    context = {
        "application": application,
        "revision": revision,
        "content": revision.content,
        "currency": application.currency,
        "reviews": application.reviews.of_latest_revision().select_related("reviewer"),
        "judgement": judgement,
        "pending": pending,
        "conflicts": conflicts_in([application], reviewers())[application.pk],
        "notes": application.discussion_notes.select_related("author"),
        "note_form": NoteForm(),
        "files": {"": revision.content.get("files", ())},
        "decisions": application.decisions.filter(state=DecisionState.PUBLISHED),
        "moves": moves,
        "early": early,
        "assign_form": AssignForm(people=people) if people else None,
        "nobody_left": can_assign and not people,
        "return_form": ReturnForm() if state == ApplicationState.SUBMITTED else None,
        "decision_form": DecisionForm(initial=initial) if can_decide else None,
    }
    return render(request, "seedgrants/manage.html", keep_typed(context, refused))


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_safe
def manage(request, pk):
    return show(request, get_application(request, pk))


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def assign(request, pk):
    application = get_application(request, pk)
    form = AssignForm(request.POST, people=people_to_ask(application))
    if form.is_valid() and attempt(
        request,
        lambda: assign_reviewers(
            application=application, reviewers=form.cleaned_data["reviewers"], by=request.user
        ),
        _("The reviewers are asked."),
    ):
        return redirect("seedgrants:manage", application.pk)
    return show(request, application, assign_form=form)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def send_back(request, pk):
    application = get_application(request, pk)
    form = ReturnForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: return_application(application=application, by=request.user, **form.cleaned_data),
        _("The proposal is returned."),
    ):
        return redirect("seedgrants:manage", application.pk)
    return show(request, application, return_form=form)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def decide(request, pk):
    application = get_application(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: decide_on(application=application, by=request.user, **form.cleaned_data),
        _("Decided. The applicant learns it when the round’s decisions are published."),
    ):
        return redirect("seedgrants:board", application.round_id)
    return show(request, application, decision_form=form)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def note(request, pk):
    """Write down what the panel said."""
    application = get_application(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: add_discussion_note(
            application=application, text=form.cleaned_data["text"], by=request.user
        ),
        _("The note is kept."),
    ):
        return redirect("seedgrants:manage", application.pk)
    return show(request, application, note_form=form)
