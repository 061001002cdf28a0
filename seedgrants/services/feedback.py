"""Draft, a mentor's comments, revise: before anything is judged. None of it enters a score."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.models import Person
from seedgrants.enums import ApplicationState
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed
from seedgrants.models import Application, Comment, FeedbackRequest, GrantReport
from seedgrants.permissions import Who, acts_as, feedback_requests_for, mentors_of
from seedgrants.services.report_texts import snapshot as report_snapshot
from seedgrants.services.submission import snapshot
from seedgrants.transitions import lock, move


def _ask(application, *, mentor: Person, question: str, content: dict, report=None):
    if not mentors_of(application.applicant).filter(pk=mentor.pk).exists():
        raise NotAllowed(_("Only a mentor of yours can be asked."))
    last = application.feedback_requests.order_by("-number").first()
    days = application.round.promise_days
    return FeedbackRequest.objects.create(
        application=application,
        report=report,
        mentor=mentor,
        number=(last.number if last else 0) + 1,
        content=content,
        question=question.strip(),
        promised_for=timezone.localdate() + timedelta(days=days),
    )


@transaction.atomic
def ask_for_feedback(
    *, application: Application, by, mentor: Person, question: str = ""
) -> FeedbackRequest:
    """Freeze the draft as it is and hand it to the mentor; it can still be written on."""
    application = lock(application)
    move(application, ApplicationState.FEEDBACK, by=by)
    return _ask(application, mentor=mentor, question=question, content=snapshot(application))


@transaction.atomic
def ask_about_report(
    *, report: GrantReport, by, mentor: Person, question: str = ""
) -> FeedbackRequest:
    """The same for a report that has not been sent."""
    report = lock(report)  # first, as whoever writes it: their event holds the proposal after it
    application = lock(report.application)
    if not acts_as(by, Who.APPLICANT, report):
        raise NotAllowed(_("Only the grantee writes the report."))
    if not report.is_writable:
        raise MoveRefused(_("This report can not be written now."))
    if report.feedback_requests.waiting().exists():
        raise MoveRefused(_("Your mentor is reading this report already."))
    return _ask(
        application,
        mentor=mentor,
        question=question,
        content=report_snapshot(report),
        report=report,
    )


def _lock_waiting(request: FeedbackRequest, by) -> FeedbackRequest:
    if not feedback_requests_for(by).filter(pk=request.pk).exists():
        raise NotAllowed(_("This draft was given to somebody else."))
    lock(request.application)  # first, as whoever sends the draft or takes it back locks them
    request = lock(request)
    if not request.is_waiting:
        raise MoveRefused(_("This draft is back with its writer."))
    return request


def targets_of(content: dict) -> dict[str, str]:
    """What a comment can hang on: a key and the words of the question or budget line."""
    targets = {"title": _("Title of your project")} if "title" in content else {}
    targets |= {f"answer:{answer['key']}": answer["label"] for answer in content["answers"]}
    targets |= {f"line:{n}": line["item"] for n, line in enumerate(content["budget"])}
    return targets | {"whole": _("The whole")}


@transaction.atomic
def comment(*, request: FeedbackRequest, by, target: str, text: str) -> Comment:
    """Say something about one question or budget line of the draft."""
    request = _lock_waiting(request, by)
    label = targets_of(request.content).get(target)
    if label is None or not text.strip():
        raise Incomplete([_("Write a comment.")])
    return Comment.objects.create(
        request=request, target=target, label=str(label)[:255], text=text.strip(), author=by
    )


@transaction.atomic
def answer_feedback(*, request: FeedbackRequest, by, summary: str) -> FeedbackRequest:
    """Give the draft back with the comments and a few words."""
    request = _lock_waiting(request, by)
    if not summary.strip():
        raise Incomplete([_("Write in a few words what is good and what to do next.")])
    if request.report_id is None and request.application.state == ApplicationState.FEEDBACK:
        move(request.application, ApplicationState.DRAFT, by=by)
    request.summary = summary.strip()
    request.answered_at = request.ended_at = timezone.now()
    request.save(update_fields=["summary", "answered_at", "ended_at"])
    return request


@transaction.atomic
def take_draft_back(*, application: Application, by=None, reason: str = "") -> Application:
    """Go on without the answer: the applicant, or the system when the promise lapses."""
    application = lock(application)
    move(application, ApplicationState.DRAFT, by=by, reason=reason)
    end_requests(application)
    return application


def end_requests(application: Application) -> None:
    """Nobody waits for an answer about the draft any more."""
    waiting = application.feedback_requests.waiting().filter(report__isnull=True)
    waiting.update(ended_at=timezone.now())


def lapse_promises() -> int:
    """Give back the drafts whose mentor did not answer in time; returns how many."""
    today = timezone.localdate()
    late = FeedbackRequest.objects.waiting().filter(promised_for__lt=today)
    late.filter(report__isnull=False).update(ended_at=timezone.now())
    drafts = Application.objects.filter(
        state=ApplicationState.FEEDBACK,
        pk__in=late.filter(report__isnull=True).values("application"),
    )
    for application in drafts:
        take_draft_back(application=application, reason="no answer in time")
    return len(drafts)


@transaction.atomic
def resolve_comment(*, comment: Comment, by, resolved: bool = True) -> Comment:
    """The writer has seen to one comment, or takes it up again."""
    if not acts_as(by, Who.APPLICANT, comment.request.application):
        raise NotAllowed(_("Only the writer resolves a comment."))
    comment = lock(comment)
    comment.resolved_at = timezone.now() if resolved else None
    comment.save(update_fields=["resolved_at"])
    return comment
