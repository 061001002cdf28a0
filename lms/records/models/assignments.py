"""Work handed in for an assignment, and what the trainer said of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import private_storage
from lms.records.enums import SubmissionState
from lms.records.models.people import Person


def submission_path(submission, filename: str) -> str:
    """A path that tells nothing and cannot be guessed; the name is kept in ``file_name``."""
    ending = filename.rpartition(".")[2].lower()
    return f"submissions/{uuid4().hex}.{ending}"


class Submission(models.Model):
    """One handing-in of an assignment; ``number`` counts a person's from 1. Never changed by its writer.

    ``rubric`` is frozen when it is handed in: a list of ``{"key", "title", "description",
    "points"}``. ``marks`` maps a criterion's key to ``{"points", "feedback"}``, points as text such
    as "4.00". ``warned`` remembers that the writer was shown the privacy nudge.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    course_key = models.UUIDField()
    assignment_key = models.UUIDField()
    title = models.CharField(max_length=255)
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("your work"), blank=True)
    file = models.FileField(
        _("file"), upload_to=submission_path, storage=private_storage, blank=True
    )
    file_name = models.CharField(max_length=255, blank=True)
    warned = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=SubmissionState, default=SubmissionState.SUBMITTED
    )
    rubric = models.JSONField(default=list)
    marks = models.JSONField(default=dict, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assignment_key", "number"], name="one_submission_a_number"
            ),
            models.UniqueConstraint(
                fields=["person", "assignment_key"],
                condition=models.Q(state="submitted"),
                name="one_waiting_submission",
            ),
        ]
        indexes = [
            models.Index(
                fields=["course_key"],
                condition=models.Q(state="submitted"),
                name="submission_waiting",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"
