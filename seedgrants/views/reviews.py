"""A reviewer's list, the declaration, and reading beside scoring."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedgrants.enums import ApplicationState, ReviewState
from seedgrants.exceptions import SeedGrantError, StaleDraft
from seedgrants.forms.panel import DeclarationForm, ReviewForm
from seedgrants.models import Review, localise
from seedgrants.permissions import REVIEW, other_reviews, reviews_for
from seedgrants.services.reviews import declare as declare_conflict
from seedgrants.services.reviews import save_scores, submit_review
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
from seedgrants.views.replies import attempt


def next_review(user, after: Review) -> Review | None:
    """Another review of this person's that waits to be written; the proposal with the fewest
    reviews in comes first."""
    waiting = reviews_for(user).filter(
        state__in=("invited", *Review.SCORING),
        application__state=ApplicationState.UNDER_REVIEW,
    )
    counted = Q(application__reviews__state__in=ReviewState.counted()) & Q(
        application__reviews__revision=F("revision")
    )
    in_need = waiting.annotate(reviews_in=Count("application__reviews", filter=counted))
    return in_need.exclude(pk=after.pk).order_by("reviews_in", "created_at", "pk").first()


@login_required
@permission_required(REVIEW, raise_exception=True)
@require_safe
def my_reviews(request):
    reviews = list(
        reviews_for(request.user)
        .exclude(application__state=ApplicationState.WITHDRAWN)
        .select_related("application__round", "application__organisation")
        .order_by("-created_at", "-pk")
    )
    localise(review.application.round for review in reviews)
    waiting, done = [], []
    for review in reviews:
        is_open = review.state in (ReviewState.INVITED, *Review.SCORING)
        still = review.application.state == ApplicationState.UNDER_REVIEW
        (waiting if is_open and still else done).append(review)
    return render(request, "seedgrants/my_reviews.html", {"waiting": waiting, "done": done})


def get_review(request, pk) -> Review:
    return get_object_or_404(
        reviews_for(request.user).select_related(
            "application__round", "application__organisation", "application__applicant", "revision"
        ),
        pk=pk,
    )


@login_required
@permission_required(REVIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    found = get_review(request, pk)
    if not found.is_declared:
        # Nothing of the revision goes into this page.
        return render(request, "seedgrants/declare.html", {"review": found})
    form = ReviewForm(request.POST or None, review=found)
    if is_autosave(request):
        return keep(request, found, form)
    stale, kept = None, {"kept": unsettled(found)}
    if request.method == "POST":
        is_valid = form.is_valid()
        if found.is_scoring and form.is_older_than(found.version):
            stale = found
            kept = keep_beside(request, found, form, found.version)
        elif is_valid and save(request, found, form):
            settle_standing(request, found)
            following = next_review(request.user, found)
            if request.POST.get("go") == "next" and following:
                return redirect("seedgrants:review", following.pk)
            return redirect("seedgrants:review", found.pk)
        found.refresh_from_db()
    others = other_reviews(request.user, found).select_related("reviewer")
    return render(
        request,
        "seedgrants/review.html",
        {
            "review": found,
            "content": found.revision.content,
            "currency": found.application.currency,
            "form": form,
            "stale": stale,
            "files": {"": found.revision.content.get("files", ())},
            "scores": found.scores.all(),
            "others": others.prefetch_related("scores"),
            "following": next_review(request.user, found),
        }
        | kept,
    )


def keep(request, found, form):
    """Save while the reviewer writes."""
    if not form.is_valid():
        if found.is_scoring and form.is_older_than(found.version):
            return over_newer_work(request, found, form, found.version)
        return refused([_("Something on this page is not filled in correctly yet.")])
    try:
        draft = save_scores(review=found, by=request.user, **arguments(form))
    except StaleDraft as stale:
        return over_newer_work(request, found, form, stale.version)
    except SeedGrantError as error:
        return refused([str(error)])
    return saved(draft)


def over_newer_work(request, found, form, newest):
    """Keep what was typed on a page that was older than the draft."""
    found.refresh_from_db()
    saved_form = ReviewForm(review=found)
    if is_saved_already(request, form, saved_form):
        return saved(found)
    kept = keep_beside(request, found, form, newest)["standing"]
    return conflict(newest, kept, saved_form.typed())


def arguments(form) -> dict:
    cleaned = form.cleaned_data
    return {
        "scores": form.points(),
        "feedback": cleaned["feedback"],
        "note": cleaned["note"],
        "version": cleaned["version"],
    }


def save(request, found, form) -> bool:
    done = attempt(request, lambda: save_scores(review=found, by=request.user, **arguments(form)))
    if done and request.POST.get("go") in ("submit", "next"):
        return attempt(
            request,
            lambda: submit_review(review=found, by=request.user),
            _("Thank you: your review is in."),
        )
    if done:
        messages.success(request, _("Saved."))
    return done


@login_required
@permission_required(REVIEW, raise_exception=True)
@require_POST
def declare(request, pk):
    found = get_review(request, pk)
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the two answers."))
        return redirect("seedgrants:review", found.pk)
    conflict = form.cleaned_data["answer"] == "conflict"
    done = attempt(
        request,
        lambda: declare_conflict(
            review=found, by=request.user, conflict=conflict, reason=form.cleaned_data["reason"]
        ),
        _("Thank you for saying so. Somebody else will review this proposal.") if conflict else "",
    )
    if done and conflict:
        return redirect("seedgrants:my_reviews")
    return redirect("seedgrants:review", found.pk)
