"""A mentor's feedback before anything is judged: on a draft proposal or a draft report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.models import Person
from seedgrants.models.applications import Application
from seedgrants.models.reports import GrantReport


class FeedbackRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(ended_at__isnull=True)


class FeedbackRequest(models.Model):
    """The draft as it was when its writer asked, and who promised to read it by ``promised_for``.

    ``content`` is what ``services.submission.snapshot`` or ``services.report_texts.snapshot`` makes.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="feedback_requests"
    )
    report = models.ForeignKey(
        GrantReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_requests",
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="grant_feedback_requests"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    question = models.CharField(_("What do you want to know?"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    promised_for = models.DateField()
    summary = models.TextField(_("In short"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback request")
        verbose_name_plural = _("feedback requests")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="feedback_request_number_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at__isnull=True, report__isnull=True),
                name="one_waiting_request_a_draft",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(ended_at__isnull=True, report__isnull=False),
                name="one_waiting_request_a_report",
            ),
        ]

    def __str__(self):
        return f"{self.application_id}/{self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.ended_at is None


class CommentQuerySet(models.QuerySet):
    def unresolved(self):
        return self.filter(resolved_at__isnull=True)


class Comment(models.Model):
    """A mentor's remark on one question or budget line; ``target`` names it inside the content.

    ``label`` is the question or line as the mentor read it.
    """

    request = models.ForeignKey(FeedbackRequest, on_delete=models.PROTECT, related_name="comments")
    target = models.CharField(max_length=60)
    label = models.CharField(max_length=255)
    text = models.TextField(_("comment"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.label
