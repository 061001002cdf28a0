"""A mentor reads a draft and comments; its writer resolves the comments one by one."""

from difflib import SequenceMatcher

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedgrants.forms.feedback import AnswerForm, AskForm, CommentForm
from seedgrants.models import Comment, localise
from seedgrants.permissions import (
    feedback_requests_for,
    mentors_of,
    own_applications,
    own_feedback_requests,
    reports_for,
)
from seedgrants.services import feedback as services
from seedgrants.services.report_texts import snapshot as report_snapshot
from seedgrants.services.submission import snapshot
from seedgrants.views.replies import attempt, attempt_once, complain

RELATED = ("application__round", "application__applicant", "report__grant")


@login_required
@require_safe
def feedback_list(request):
    """What a mentor was asked to read, what waits first."""
    requests = feedback_requests_for(request.user).select_related(*RELATED)
    waiting = list(requests.waiting().order_by("promised_for"))
    localise(asked.application.round for asked in waiting)
    return render(
        request,
        "seedgrants/feedback_list.html",
        {
            "waiting": waiting,
            "done": requests.filter(ended_at__isnull=False).order_by("-ended_at")[:30],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, pk):
    """The mentor's page: the draft as it was given, a comment on any part of it, the answer."""
    found = get_object_or_404(feedback_requests_for(request.user).select_related(*RELATED), pk=pk)
    is_comment = request.POST.get("go") == "comment"
    comment_form = CommentForm(request.POST if is_comment else None, content=found.content)
    answers = request.method == "POST" and not is_comment
    answer_form = AnswerForm(request.POST if answers else None)
    if is_comment and comment_form.is_valid():
        values = comment_form.cleaned_data
        if attempt_once(
            request,
            comment_form,
            lambda: services.comment(request=found, by=request.user, **values),
            _("The comment is kept. Its writer sees it when you give the draft back."),
        ):
            return redirect("seedgrants:feedback", found.pk)
    if answers and answer_form.is_valid():
        summary = answer_form.cleaned_data["summary"]
        if attempt(
            request,
            lambda: services.answer_feedback(request=found, by=request.user, summary=summary),
            _("The draft is back with its writer."),
        ):
            return redirect("seedgrants:feedback_list")
    return render(
        request,
        "seedgrants/feedback.html",
        {
            "asked": found,
            "content": found.content,
            "currency": found.content["currency"],
            "comments": found.comments.all(),
            "comment_form": comment_form if found.is_waiting else None,
            "answer_form": answer_form if found.is_waiting else None,
        },
    )


@login_required
@require_POST
def ask(request, pk):
    """The applicant hands the draft to their mentor."""
    application = get_object_or_404(
        own_applications(request.user).select_related("round", "applicant"), pk=pk
    )
    form = AskForm(request.POST, mentors=mentors_of(application.applicant))
    if form.is_valid():
        attempt(
            request,
            lambda: services.ask_for_feedback(
                application=application, by=request.user, **form.cleaned_data
            ),
            _("Your mentor can read the draft now. You can go on writing."),
        )
    else:
        complain(request, form)
    return redirect("seedgrants:application", application.pk)


@login_required
@require_POST
def ask_report(request, pk):
    """The grantee shows a report to their mentor before sending it."""
    report = get_object_or_404(
        reports_for(request.user)
        .filter(grant__application__in=own_applications(request.user))
        .select_related("grant__application__round"),
        pk=pk,
    )
    form = AskForm(request.POST, mentors=mentors_of(report.application.applicant))
    if form.is_valid():
        attempt(
            request,
            lambda: services.ask_about_report(report=report, by=request.user, **form.cleaned_data),
            _("Your mentor can read the report now. You can go on writing."),
        )
    else:
        complain(request, form)
    return redirect("seedgrants:report", report.pk)


@login_required
@require_POST
def take_back(request, pk):
    application = get_object_or_404(own_applications(request.user), pk=pk)
    attempt(
        request,
        lambda: services.take_draft_back(application=application, by=request.user),
        _("You go on without the answer."),
    )
    return redirect("seedgrants:application", application.pk)


@login_required
@require_POST
def resolve(request, pk):
    """One comment is seen to, or taken up again."""
    own = own_feedback_requests(request.user)
    found = get_object_or_404(
        Comment.objects.filter(request__in=own).select_related("request__application"), pk=pk
    )
    resolved = request.POST.get("resolved") == "1"
    attempt(
        request,
        lambda: services.resolve_comment(comment=found, by=request.user, resolved=resolved),
        _("Resolved.") if resolved else _("Taken up again."),
    )
    return redirect("seedgrants:compare", found.request_id)


@login_required
@require_safe
def compare(request, pk):
    """The draft as the mentor read it beside the draft as it is now, with each comment."""
    found = get_object_or_404(
        own_feedback_requests(request.user).select_related(*RELATED, "mentor"), pk=pk
    )
    if found.is_waiting:
        messages.info(request, _("Your mentor has not answered yet."))
    now = report_snapshot(found.report) if found.report else snapshot(found.application)
    comments = found.comments.all() if found.answered_at else ()
    return render(
        request,
        "seedgrants/compare.html",
        {
            "asked": found,
            "rows": side_by_side(found.content, now, comments),
            "left": sum(comment.resolved_at is None for comment in comments),
        },
    )


def side_by_side(before: dict, now: dict, comments) -> list[dict]:
    """Every part of both, with what was taken out and put in marked, and its comments."""
    hanging: dict[str, list] = {}
    for comment in comments:
        hanging.setdefault(comment.target, []).append(comment)
    old, new = _parts(before), _parts(now)
    rows = []
    for key in [*old, *(key for key in new if key not in old)]:
        label = (new.get(key) or old[key])[0]
        texts = [parts.get(key, ("", ""))[1] for parts in (old, new)]
        before_runs, after_runs = mark_changes(*texts)
        rows.append(
            {
                "label": label,
                "before": before_runs,
                "after": after_runs,
                "changed": texts[0] != texts[1],
                "comments": hanging.get(key, []),
            }
        )
    if "whole" in hanging:
        rows.append({"label": _("The whole"), "comments": hanging["whole"]})
    return rows


def _parts(content: dict) -> dict[str, tuple[str, str]]:
    parts = {"title": (_("Title of your project"), content["title"])} if "title" in content else {}
    parts |= {f"answer:{a['key']}": (a["label"], a["text"]) for a in content["answers"]}
    for n, line in enumerate(content["budget"]):
        text = f"{line['item']}: {_reckoning(line)}{floatformat(line['total'], '2g')}"
        parts[f"line:{n}"] = (_("Budget line %(n)s") % {"n": n + 1}, text)
    return parts


def _reckoning(line: dict) -> str:
    """How a line of a proposal comes to its total; a report's lines just have one."""
    if "quantity" not in line:
        return ""
    quantity, cost = floatformat(line["quantity"], "-2g"), floatformat(line["unit_cost"], "2g")
    return f"{quantity} × {cost} × {line['times']} = "


def mark_changes(before: str, after: str) -> tuple[list, list]:
    """Runs of ``(text, changed)`` for both sides; words where there are spaces, else letters."""
    split = (lambda text: text.split(" ")) if " " in before + after else list
    glue = " " if " " in before + after else ""
    a, b = split(before), split(after)
    old, new = [], []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        old.append((glue.join(a[a1:a2]), kind != "equal"))
        new.append((glue.join(b[b1:b2]), kind != "equal"))
    return [run for run in old if run[0]], [run for run in new if run[0]]
