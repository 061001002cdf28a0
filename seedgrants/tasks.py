"""Work done in the background. Each takes a primary key, calls a service and may run twice."""

from seedgrants.drawing import draw_receipt
from seedgrants.models import Decision, Revision
from seedgrants.services import feedback, notices, once, reminders, reports, rounds
from seedgrants.services.notices import address_of, language_of


def mail_receipt(pk: int) -> bool:
    revision = Revision.objects.select_related("application__applicant__user").get(pk=pk)
    person = revision.application.applicant
    if not address_of(person):
        return False  # spares drawing a paper for nobody
    pdf = draw_receipt(revision, language=language_of(person))
    return notices.mail_receipt(revision=revision, pdf=pdf)


def mail_decision(pk: int) -> bool:
    decision = Decision.objects.select_related("application__applicant__user").get(pk=pk)
    return notices.mail_decision(decision=decision)


def look_after_grants() -> dict[str, int]:
    """Every morning: close rounds, lapse promises, open reports, remind, forget old clicks."""
    once.forget_old_marks()
    return {
        "closed": rounds.close_due_rounds(),
        "lapsed": feedback.lapse_promises(),
        "opened": reports.open_due_reports(),
        "reminded": reminders.send_digests(),
    }
