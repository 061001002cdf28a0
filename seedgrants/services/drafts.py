"""Beginning a proposal and saving its draft, never over newer work."""

from decimal import Decimal
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.models import Person
from lms.records.services.people import person_of
from seedgrants.enums import FilePurpose
from seedgrants.exceptions import MoveRefused, NotAllowed, NotEligible, StaleDraft
from seedgrants.models import Answer, Application, BudgetLine, GrantRoundPage, RoundQuestion
from seedgrants.money import check_amount
from seedgrants.permissions import Who, acts_as
from seedgrants.services.eligibility import reasons_against
from seedgrants.services.files import keep_file
from seedgrants.transitions import lock, record


def current_organisation_id(person: Person) -> int | None:
    """Where the person works today: the newest of their affiliations."""
    posts = person.affiliations.current().order_by("-started_on", "-pk")
    return posts.values_list("organisation", flat=True).first()


@transaction.atomic
def start_application(*, round_page: GrantRoundPage, by) -> Application:
    """Begin the account's proposal in the round, or return the one already begun.

    Raises ``NotEligible`` with the reasons.
    """
    round_page = round_page.main
    person = person_of(by)
    existing = Application.objects.filter(round=round_page, applicant=person).first()
    if person and existing:
        return existing
    reasons = reasons_against(round_page=round_page, person=person)
    if reasons:
        raise NotEligible(" ".join(reasons))
    application, created = Application.objects.get_or_create(
        round=round_page,
        applicant=person,
        defaults={
            "currency": round_page.currency,
            "organisation_id": current_organisation_id(person),
        },
    )
    if created:
        record(application, by=by)
    return application


def lock_draft(application: Application, *, by, version: int) -> Application:
    """The locked draft, with its version raised; the caller saves it.

    Raises ``StaleDraft`` when it was saved after the page with ``version`` was opened.
    """
    draft = lock(application)
    if not acts_as(by, Who.APPLICANT, draft):
        raise NotAllowed(_("Only the applicant can write a proposal."))
    if not draft.is_editable:
        raise MoveRefused(_("This proposal has been sent and can no longer be changed."))
    if draft.version != version:
        raise StaleDraft(
            _("This page was saved somewhere else after you opened it. Nothing is lost."),
            version=draft.version,
        )
    draft.version += 1
    draft.saved_at = timezone.now()
    return draft


@transaction.atomic
def save_about(*, application: Application, by, version: int, title: str) -> Application:
    draft = lock_draft(application, by=by, version=version)
    draft.title = title.strip()
    draft.save(update_fields=["title", "version", "saved_at"])
    return draft


@transaction.atomic
def save_answers(
    *,
    application: Application,
    by,
    version: int,
    answers: dict[UUID, str],
    data: dict[UUID, object] | None = None,
    uploads: dict[UUID, ContentFile] | None = None,
) -> Application:
    """Write the answers, keyed by the question's ``translation_key``.

    ``data`` holds the shape of answers that have one, ``uploads`` checked files to keep with their
    question. An answer whose text stays the same keeps the words of its question; keys that are
    no question of the round are left out.
    """
    data, uploads = data or {}, uploads or {}
    draft = lock_draft(application, by=by, version=version)
    draft.save(update_fields=["version", "saved_at"])
    known = {answer.question_key: answer for answer in draft.answers.all()}
    new, changed = [], []
    for order, question in enumerate(questions_of(draft.round)):
        key = question.translation_key
        if key not in answers:
            continue
        text = answers[key].strip()
        answer = known.get(key)
        if answer is None:
            answer = Answer(application=draft, question_key=key)
            new.append(answer)
        elif answer.text == text and answer.data == data.get(key):
            continue
        else:
            changed.append(answer)
        answer.label, answer.kind, answer.order = question.label, question.kind, order
        answer.text, answer.data = text, data.get(key)
    Answer.objects.bulk_create(new)
    Answer.objects.bulk_update(changed, ["label", "kind", "order", "text", "data"])
    for question in questions_of(draft.round) if uploads else ():
        if question.translation_key in uploads:
            keep_file(
                application=draft,
                purpose=FilePurpose.ATTACHMENT,
                upload=uploads[question.translation_key],
                by=by,
                question_key=question.translation_key,
            )
    return draft


def questions_of(round_page: GrantRoundPage) -> list[RoundQuestion]:
    """Every question in the order of the form, in the reader's language."""
    return [question for _heading, questions in round_page.sections() for question in questions]


@transaction.atomic
def save_budget(*, application: Application, by, version: int, lines: list[dict]) -> Application:
    """Replace the budget; each line has the fields of ``BudgetLine`` in the currency's units.

    The total is computed here. Raises ``BadAmount`` when a line is not an amount of the currency.
    """
    draft = lock_draft(application, by=by, version=version)
    rows = [BudgetLine(application=draft, order=order, **line) for order, line in enumerate(lines)]
    total = sum((check_amount(row.total, draft.currency) for row in rows), Decimal(0))
    draft.requested = check_amount(total, draft.currency)
    draft.save(update_fields=["requested", "version", "saved_at"])
    draft.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(rows)
    return draft
