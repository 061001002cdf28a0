"""Sessions of a cohort and who came."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from lms.fields import private_storage
from lms.records.enums import AttendanceSource, AttendanceStatus
from lms.records.models.cohorts import Cohort, Enrolment
from lms.records.models.people import Person


def sheet_path(sheet, filename: str) -> str:
    """A path that tells nothing and cannot be guessed."""
    return f"signed-sheets/{uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class SessionQuerySet(models.QuerySet):
    def held_or_planned(self):
        """Sessions that count: all but the cancelled ones."""
        return self.filter(cancelled_at__isnull=True)

    def on(self, day):
        """Sessions that begin on the date ``day``, in the site's time zone."""
        return self.filter(starts_at__date=day)

    def with_marked(self):
        """Annotate ``marked``: how many people the register has a mark for."""
        return self.annotate(marked=models.Count("attendances"))


class Session(models.Model):
    """A meeting of a cohort. ``planned_minutes`` is training time, breaks left out.

    ``module_key`` is the ``translation_key`` of the module it teaches, the same in every language.
    """

    cohort = ParentalKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    topic = models.CharField(_("topic"), max_length=200)
    module_key = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    planned_minutes = models.PositiveSmallIntegerField(
        _("planned minutes"), validators=[MinValueValidator(1)]
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_trained",
        verbose_name=_("trainer"),
    )
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=255, blank=True)
    # Counts changes of time or place, so that calendar programs take the newest.
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    head_count = models.PositiveSmallIntegerField(
        _("people in the room"), null=True, blank=True, editable=False
    )
    head_count_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    head_count_at = models.DateTimeField(null=True, blank=True, editable=False)

    # A phone that opened the register this long before fills it in on the day without a signal.
    OPENED_AHEAD = timedelta(days=7)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return self.topic

    @property
    def register_is_open(self) -> bool:
        """From the day of the session on, unless it was cancelled."""
        day = timezone.localtime(self.starts_at).date()
        return self.cancelled_at is None and day <= timezone.localdate()

    @property
    def opens_soon(self) -> bool:
        """In the days before the register opens, when a phone can take it along already."""
        day, today = timezone.localtime(self.starts_at).date(), timezone.localdate()
        return self.cancelled_at is None and today < day <= today + self.OPENED_AHEAD


class Attendance(models.Model):
    """How long one person took part in one session: ``minutes`` out of the planned ones."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(_("status"), max_length=10, choices=AttendanceStatus)
    minutes = models.PositiveSmallIntegerField(_("minutes present"))
    source = models.CharField(
        _("source"), max_length=12, choices=AttendanceSource, default=AttendanceSource.REGISTER
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["session_id", "enrolment_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="one_attendance_a_session"
            )
        ]

    def __str__(self):
        return f"{self.enrolment} – {self.get_status_display()}"


class AttendanceChange(models.Model):
    """Append-only: a mark that was written over, with both values, who, when and why.

    ``from_status`` is empty where nothing stood before. Minutes are minutes present.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attendance_changes"
    )
    from_status = models.CharField(max_length=10, choices=AttendanceStatus, blank=True)
    from_minutes = models.PositiveSmallIntegerField(null=True)
    to_status = models.CharField(max_length=10, choices=AttendanceStatus)
    to_minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=12, choices=AttendanceSource)
    reason = models.CharField(max_length=255, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of attendance")
        verbose_name_plural = _("changes of attendance")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.enrolment_id}: {self.from_status} → {self.to_status}"


class SignedSheet(models.Model):
    """A photograph or scan of the paper sign-in sheet, kept privately with its day."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="signed_sheets")
    day = models.DateField(_("day"))
    file = models.FileField(_("file"), upload_to=sheet_path, storage=private_storage)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        ordering = ["day", "pk"]

    def __str__(self):
        return f"{self.cohort_id}: {self.day}"
