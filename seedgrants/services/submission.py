"""Sending a proposal once, and what can happen to it before anyone reviews it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from lms.records.nudge import Finding, find_personal_data
from seedgrants.enums import ApplicationState, DecisionState, FilePurpose, Happening
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed
from seedgrants.models import Application, Extension, GrantRoundPage, Revision
from seedgrants.money import format_money
from seedgrants.permissions import Who, acts_as
from seedgrants.services.drafts import current_organisation_id
from seedgrants.transitions import happened, lock, move


@dataclass(frozen=True)
class Problem:
    """What keeps a draft from being sent, and the screen where it is put right."""

    section: str
    text: str

    def __str__(self):
        return self.text


def find_problems(*, application: Application) -> list[Problem]:
    """What is missing or wrong; empty when the proposal can be sent."""
    problems = []
    if not application.title:
        problems.append(Problem("about", _("Give your project a title.")))
    answered = {a.question_key for a in application.answers.all() if a.text}
    answered |= set(application.files.present().values_list("question_key", flat=True))
    for index, (_heading, questions) in enumerate(application.round.sections(), start=1):
        problems += [
            Problem(str(index), _("Answer the question “%(label)s”.") % {"label": question.label})
            for question in questions
            if question.required and question.translation_key not in answered
        ]
    if not application.requested:
        problems.append(Problem("budget", _("Write at least one line in your budget.")))
    cap = application.round.cap
    if application.requested > cap:
        problems.append(
            Problem(
                "budget",
                _("Your budget is %(total)s. The most for one proposal is %(cap)s.")
                % {
                    "total": format_money(application.requested, application.currency),
                    "cap": format_money(cap, application.currency),
                },
            )
        )
    return problems


def snapshot(application: Application) -> dict:
    """The proposal as plain data; amounts are text with two decimals, in ``currency``."""
    return {
        "round": application.round.title,
        "number": application.number,
        "title": application.title,
        "organisation": application.organisation.name if application.organisation else "",
        "currency": application.currency,
        "answers": [
            {
                "key": str(answer.question_key),
                "label": answer.label,
                "kind": answer.kind,
                "text": answer.text,
                "data": answer.data,
            }
            for answer in application.answers.all()
        ],
        "budget": [
            {
                "category": line.category,
                "item": line.item,
                "quantity": f"{line.quantity:.2f}",
                "unit": line.unit,
                "unit_cost": f"{line.unit_cost:.2f}",
                "times": line.times,
                "total": f"{line.total:.2f}",
                "note": line.note,
            }
            for line in application.budget_lines.all()
        ],
        "requested": f"{application.requested:.2f}",
        "files": file_entries(application.files.present().filter(purpose=FilePurpose.ATTACHMENT)),
    }


def file_entries(files) -> list[dict]:
    """Files as plain data; the hash of each stands under the receipt's own."""
    return [
        {
            "file": file.pk,
            "key": str(file.question_key or ""),
            "name": file.name,
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in files
    ]


def personal_data_in(application: Application) -> list[Finding]:
    """What in the draft looks like someone's personal data; a nudge, it cannot recognise names."""
    texts = [application.title]
    texts += [answer.text for answer in application.answers.all()]
    texts += [f"{line.item} {line.note}" for line in application.budget_lines.all()]
    return find_personal_data("\n".join(texts))


def fingerprint(content: dict) -> str:
    """SHA-256 over the content's JSON with sorted keys, in hexadecimal."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def next_number(round_page: GrantRoundPage) -> str:
    """The next receipt number; ask with the round locked."""
    used = Application.objects.filter(round=round_page, number__isnull=False).count()
    return f"{round_page.code}-{used + 1:03}"


@transaction.atomic
def submit_application(*, application: Application, by, key: str, warned: bool = False) -> Revision:
    """Send the draft and return the frozen revision, which is the receipt.

    ``key`` comes with the form: a second click with the same key gets the same receipt. Raises
    ``Incomplete`` with what is missing, ``MoveRefused`` after the deadline.
    """
    round_page = lock(application.round)
    draft = lock(application)
    if not acts_as(by, Who.APPLICANT, draft):
        raise NotAllowed(_("Only the applicant can send a proposal."))
    sent_before = draft.revisions.filter(submit_key=key).first()
    if sent_before:
        return sent_before
    if not draft.is_editable:
        raise MoveRefused(_("This proposal has already been sent."))
    problems = find_problems(application=draft)
    if problems:
        raise Incomplete(problems)
    draft.organisation_id = current_organisation_id(draft.applicant)
    draft.number = draft.number or next_number(round_page)
    draft.revision_number += 1
    draft.submitted_at = timezone.now()
    draft.warned = draft.warned or warned
    draft.save(
        update_fields=["organisation", "number", "revision_number", "submitted_at", "warned"]
    )
    draft.feedback_requests.waiting().update(ended_at=draft.submitted_at)
    move(draft, ApplicationState.SUBMITTED, by=by)
    content = snapshot(draft)
    revision = Revision.objects.create(
        application=draft,
        number=draft.revision_number,
        content=content,
        sha256=fingerprint(content),
        submit_key=key,
        submitted_at=draft.submitted_at,
        submitted_by=by,
    )
    transaction.on_commit(partial(async_task, "seedgrants.tasks.mail_receipt", revision.pk))
    return revision


@transaction.atomic
def withdraw_application(*, application: Application, by, reason: str = "") -> Application:
    """Take the proposal back; a decision that was not published yet falls away with it.

    A mentor need not read it any more. It can be taken up again while it can still be sent.
    """
    lock(application.round)
    application = lock(application)
    move(application, ApplicationState.WITHDRAWN, by=by, reason=reason)
    asked = application.feedback_requests.waiting().filter(report__isnull=True)
    asked.update(ended_at=timezone.now())
    for decision in application.decisions.filter(state=DecisionState.PENDING):
        move(decision, DecisionState.REPLACED, by=None, reason="withdrawn")
    return application


@transaction.atomic
def grant_extension(*, application: Application, until: datetime, reason: str, by) -> Extension:
    """Let one person send until ``until`` (aware), with the reason on record.

    Raises ``MoveRefused`` when nothing waits to be sent.
    """
    application = lock(application)
    if not acts_as(by, Who.COORDINATOR, application):
        raise NotAllowed(_("Only a coordinator gives more time."))
    if not application.is_editable:
        raise MoveRefused(_("This proposal has already been sent."))
    if not reason.strip():
        raise MoveRefused(_("Give a reason."))
    happened(application, Happening.MORE_TIME, by=by, reason=reason)
    return Extension.objects.create(
        application=application, until=until, reason=reason.strip(), granted_by=by
    )


@transaction.atomic
def return_application(*, application: Application, until: datetime, reason: str, by):
    """Give the proposal back for a correction, with a new deadline of its own."""
    application = lock(application)
    move(application, ApplicationState.RETURNED, by=by, reason=reason)
    grant_extension(application=application, until=until, reason=reason, by=by)
    return application
