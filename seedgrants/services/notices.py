"""Letters to people about their grants: each occasion once, after the fact is in the database."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from lms.records.models import Person
from seedgrants.models import Decision, Notice, Revision


def address_of(person: Person) -> str:
    """Where mail reaches the person; empty for many trainees."""
    return person.email or (person.user and person.user.email) or ""


def absolute(path: str) -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return f"{site.root_url if site else ''}{path}"


def language_of(person: Person) -> str:
    spoken = getattr(person, "language", "")
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@transaction.atomic
def send_once(*, person: Person, key: str, subject: str, body: str, attach=()) -> bool:
    """Mail it unless this occasion was mailed before; returns whether it went out now.

    The row is locked while the mail is handed over, so a task that runs twice mails once.
    """
    address = address_of(person)
    if not address:
        return False
    Notice.objects.get_or_create(person=person, key=key)
    notice = Notice.objects.select_for_update().get(person=person, key=key)
    if notice.sent_at:
        return False
    message = EmailMessage(subject=" ".join(subject.split()), body=body, to=[address])
    for name, content, kind in attach:
        message.attach(name, content, kind)
    message.send()
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
    return True


def mail_receipt(*, revision: Revision, pdf: bytes) -> bool:
    """Number and hash of what was sent, with the receipt as PDF."""
    application = revision.application
    person = application.applicant
    with translation.override(language_of(person)):
        path = reverse("seedgrants:receipt", args=[application.pk, revision.number])
        return send_once(
            person=person,
            key=f"receipt:{revision.pk}",
            subject=_("Receipt %(number)s") % {"number": application.number},
            body=render_to_string(
                "seedgrants/mail/receipt.txt",
                {"application": application, "revision": revision, "url": absolute(path)},
            ),
            attach=[(f"{application.number}.pdf", pdf, "application/pdf")],
        )


def mail_decision(*, decision: Decision) -> bool:
    """That there is a decision, and where to read it; the mail itself says nothing about it."""
    application = decision.application
    person = application.applicant
    with translation.override(language_of(person)):
        path = reverse("seedgrants:application", args=[application.pk])
        return send_once(
            person=person,
            key=f"decision:{decision.pk}",
            subject=_("There is an answer to your proposal %(number)s")
            % {"number": application.number},
            body=render_to_string(
                "seedgrants/mail/decision.txt",
                {"application": application, "url": absolute(path)},
            ),
        )
