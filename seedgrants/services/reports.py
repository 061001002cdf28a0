"""Reports of a grant: what was done, what it cost, how many people it reached."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.nudge import Finding, find_personal_data
from seedgrants.enums import EntryKind, FilePurpose, GrantState, Happening, ReportState
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed, StaleDraft
from seedgrants.models import (
    GrantReport,
    ReportAnswer,
    ReportExtension,
    ReportLine,
    ReportRevision,
)
from seedgrants.money import check_amount
from seedgrants.permissions import Who, acts_as
from seedgrants.services.files import keep_file
from seedgrants.services.ledger import write_entry
from seedgrants.services.report_texts import COUNTS, snapshot, story_of
from seedgrants.services.submission import fingerprint
from seedgrants.transitions import happened, lock, move

OPENS_BEFORE_THE_END = timedelta(days=14)


@transaction.atomic
def open_report(*, report: GrantReport, by) -> GrantReport:
    """Let the grantee write the report: its lines are those of the agreed budget, with what was
    spent before; its questions are the round's."""
    report = lock(report)
    move(report, ReportState.OPEN, by=by)
    before = spent_by_line(report)
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            budget_line_id=line.budget_line_id,
            order=line.order,
            item=line.item,
            planned=line.amount,
            before=before.get(line.budget_line_id, Decimal(0)),
        )
        for line in report.grant.lines.all()
    )
    round_page = report.application.round
    translated = {q.translation_key: q for q in round_page.localized.report_questions.all()}
    for order, question in enumerate(round_page.report_questions.all()):
        words = translated.get(question.translation_key, question)
        ReportAnswer.objects.create(
            report=report,
            question_key=question.translation_key,
            label=words.label,
            help_text=words.help_text,
            required=question.required,
            order=order,
        )
    return report


def open_due_reports() -> int:
    """Open the reports of running grants a fortnight before their period ends; how many."""
    due = GrantReport.objects.filter(
        state=ReportState.SCHEDULED,
        grant__state=GrantState.ACTIVE,
        ends_on__lte=timezone.localdate() + OPENS_BEFORE_THE_END,
    )
    reports = list(due)
    for report in reports:
        open_report(report=report, by=None)
    return len(reports)


def spent_by_line(report: GrantReport) -> dict[int, Decimal]:
    """What the accepted reports before this one spent, by the key of the budget line."""
    rows = ReportLine.objects.filter(
        report__grant=report.grant, report__number__lt=report.number
    ).filter(report__state=ReportState.ACCEPTED)
    totals = rows.order_by().values("budget_line").annotate(total=Sum("actual"))
    return {row["budget_line"]: row["total"] for row in totals}


@transaction.atomic
def save_report(
    *,
    report: GrantReport,
    by,
    version: int,
    story: dict[str, str],
    counts: dict[str, int],
    people: int,
    actuals: dict[int, Decimal],
    notes: dict[int, str] | None = None,
    answers: dict[UUID, str] | None = None,
    receipts: list[ContentFile] | None = None,
) -> GrantReport:
    """Save a report's draft.

    ``story`` has ``done``, ``changed`` and ``learned``, and ``lasting`` in the closing report;
    ``answers`` those to the round's own questions by their key; ``notes`` explains a ``ReportLine``
    and ``receipts`` are checked files. ``counts`` has ``women``, ``men``,
    ``girls`` and ``boys``, which must add up to ``people`` when it is sent; ``actuals`` maps a ``ReportLine`` key
    to what was spent in the period, in the grant's currency. Raises ``StaleDraft``,
    ``Incomplete``, ``BadAmount``.
    """
    report = lock(report)
    if not acts_as(by, Who.APPLICANT, report):
        raise NotAllowed(_("Only the grantee writes the report."))
    if not report.is_writable:
        raise MoveRefused(_("This report can not be written now."))
    if report.version != version:
        raise StaleDraft(
            _("This page was saved somewhere else after you opened it. Nothing is lost."),
            version=report.version,
        )
    for name in COUNTS:
        setattr(report, name, counts[name])
    parts = story_of(report)
    for name in parts:
        setattr(report, name, story.get(name, "").strip())
    report.people = people
    report.version += 1
    report.saved_at = timezone.now()
    report.save(update_fields=[*COUNTS, *parts, "people", "version", "saved_at"])
    lines = list(report.lines.all())
    for line in lines:
        line.actual = check_amount(actuals.get(line.pk, line.actual), report.grant.currency)
        line.note = (notes or {}).get(line.pk, line.note).strip()
    ReportLine.objects.bulk_update(lines, ["actual", "note"])
    rows = list(report.answers.all())
    for row in rows:
        row.text = (answers or {}).get(row.question_key, row.text).strip()
    ReportAnswer.objects.bulk_update(rows, ["text"])
    for upload in receipts or ():
        keep_file(
            application=report.application,
            purpose=FilePurpose.RECEIPT,
            upload=upload,
            by=by,
            report=report,
        )
    return report


def problems_of(report: GrantReport) -> list[str]:
    """What keeps a report from being sent; empty when it can be."""
    problems = []
    if not all(getattr(report, name) for name in story_of(report)):
        problems.append(_("Answer all the questions about your project."))
    if sum(getattr(report, name) for name in COUNTS) != report.people:
        problems.append(_("Women, men, girls and boys together make the number of people in all."))
    problems += [
        _("Answer the question “%(label)s”.") % {"label": answer.label}
        for answer in report.answers.all()
        if answer.required and not answer.text
    ]
    problems += [
        _("Explain the difference on the line “%(item)s”: it is more than a tenth.")
        % {"item": line.item}
        for line in report.lines.all()
        if line.needs_explanation(at_the_end=report.is_closing) and not line.note
    ]
    return problems


def personal_data_in(report: GrantReport) -> list[Finding]:
    """What in the report looks like someone's personal data; a nudge, it cannot recognise names."""
    texts = [getattr(report, name) for name in story_of(report)]
    texts += report.answers.values_list("text", flat=True)
    texts += report.lines.values_list("note", flat=True)
    return find_personal_data("\n".join(texts))


@transaction.atomic
def submit_report(*, report: GrantReport, by, warned: bool = False) -> GrantReport:
    """Send the saved draft; what was sent is frozen. Raises ``Incomplete`` with what is missing."""
    report = lock(report)
    problems = problems_of(report) if report.is_writable else []
    if problems:
        raise Incomplete(problems)
    move(report, ReportState.SUBMITTED, by=by)
    report.submitted_at = timezone.now()
    report.warned = report.warned or warned
    report.save(update_fields=["submitted_at", "warned"])
    report.feedback_requests.waiting().update(ended_at=report.submitted_at)
    content = snapshot(report)
    ReportRevision.objects.create(
        report=report,
        number=report.revisions.count() + 1,
        content=content,
        sha256=fingerprint(content),
        submitted_at=report.submitted_at,
        submitted_by=by,
    )
    return report


@transaction.atomic
def accept_report(*, report: GrantReport, by) -> GrantReport:
    """Accept the report; what it spent counts towards the grant from now on."""
    grant = lock(report.grant)
    report = lock(report)
    move(report, ReportState.ACCEPTED, by=by)
    write_entry(
        grant,
        kind=EntryKind.SPENT,
        amount=-report.total_spent(),
        on=timezone.localdate(),
        by=by,
        report=report,
    )
    later = grant.reports.filter(number__gt=report.number)
    for waiting in later.exclude(state__in=GrantReport.SETTLED):
        before = spent_by_line(waiting)
        for line in waiting.lines.all():
            line.before = before.get(line.budget_line_id, Decimal(0))
            line.save(update_fields=["before"])
    return report


@transaction.atomic
def extend_report(*, report: GrantReport, until: date, reason: str, by) -> ReportExtension:
    """Give a report a later date, also when the old one has passed."""
    report = lock(report)
    if not acts_as(by, Who.COORDINATOR, report):
        raise NotAllowed(_("Only a coordinator gives more time."))
    if report.state in (*GrantReport.SETTLED, ReportState.SUBMITTED):
        raise MoveRefused(_("This report was sent already."))
    if not reason.strip():
        raise MoveRefused(_("Give a reason."))
    if until <= max(report.due_on, report.ends_on):
        raise Incomplete([_("The new date comes after the old one.")])
    extension = ReportExtension.objects.create(
        report=report,
        was_due_on=report.due_on,
        until=until,
        reason=reason.strip(),
        granted_by=by,
    )
    happened(report, Happening.MORE_TIME, by=by, reason=reason)
    report.due_on = until
    report.save(update_fields=["due_on"])
    return extension


@transaction.atomic
def request_changes(*, report: GrantReport, by, reason: str) -> GrantReport:
    """Give the report back with what should be changed."""
    report = lock(report)
    move(report, ReportState.CHANGES_REQUESTED, by=by, reason=reason)
    return report
