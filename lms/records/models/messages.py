"""What people are told about their training, once each, by mail or by a call."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import site_languages
from lms.records.enums import MessageKind, MessageState
from lms.records.models.attendance import Session
from lms.records.models.cohorts import Cohort
from lms.records.models.people import Person


class MessageQuerySet(models.QuerySet):
    def to_call(self):
        """Those for people without an email address, who waits longest first."""
        return self.filter(state=MessageState.TO_CALL).order_by("created_at", "pk")


class Message(models.Model):
    """One thing to tell one person. ``key`` makes it once: the same news is never told twice.

    ``data`` holds what the text needs beside the cohort and the session, never a note or a mark.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(_("kind"), max_length=20, choices=MessageKind)
    key = models.CharField(max_length=120, unique=True)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    language = models.CharField(max_length=5, choices=site_languages)
    data = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["cohort", "state"], name="message_cohort_state")]

    def __str__(self):
        return self.key
