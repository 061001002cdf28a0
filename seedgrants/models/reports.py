"""What was done and what it cost: counts of people, never who they are."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import ReportState, Subject
from seedgrants.models.applications import BudgetLine
from seedgrants.models.grants import Grant
from seedgrants.models.history import WrittenOnceModel


class GrantReportQuerySet(models.QuerySet):
    def accepted(self):
        return self.filter(state=ReportState.ACCEPTED)

    def reached(self) -> dict[str, int]:
        """People reached: ``women``, ``men``, ``girls``, ``boys`` and ``people`` in all."""
        names = ("women", "men", "girls", "boys", "people")
        sums = self.aggregate(**{name: Sum(name) for name in names})
        return {name: total or 0 for name, total in sums.items()}


class GrantReport(models.Model):
    """One period of a grant: a narrative, the money spent in it and the people reached in it."""

    WRITABLE = (ReportState.OPEN, ReportState.CHANGES_REQUESTED)
    SETTLED = (ReportState.ACCEPTED, ReportState.WAIVED)

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=18, choices=ReportState, default=ReportState.SCHEDULED
    )
    done = models.TextField(_("What did you do?"), blank=True)
    changed = models.TextField(_("What changed for people because of it?"), blank=True)
    learned = models.TextField(_("What did you learn?"), blank=True)
    lasting = models.TextField(_("What goes on when the grant is over?"), blank=True)
    women = models.PositiveIntegerField(_("women"), default=0)
    men = models.PositiveIntegerField(_("men"), default=0)
    girls = models.PositiveIntegerField(_("girls under 18"), default=0)
    boys = models.PositiveIntegerField(_("boys under 18"), default=0)
    people = models.PositiveIntegerField(_("people in all"), default=0)
    warned = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = GrantReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="report_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])
                    | Q(people=F("women") + F("men") + F("girls") + F("boys"))
                ),
                name="people_reached_add_up",
            ),
        ]

    def __str__(self):
        return f"{self.grant_id}/{self.number}"

    @property
    def application(self):
        return self.grant.application

    @property
    def event_links(self) -> dict:
        return {
            "subject": Subject.REPORT,
            "application": self.application,
            "grant": self.grant,
            "report": self,
        }

    @property
    def is_closing(self) -> bool:
        """The last report of its grant."""
        return self.ends_on == self.grant.ends_on

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE

    @property
    def is_overdue(self) -> bool:
        return self.is_writable and self.due_on < timezone.localdate()

    def total_spent(self) -> Decimal:
        """Spent in this period, in the grant's currency."""
        return self.lines.aggregate(total=Sum("actual"))["total"] or Decimal(0)


class ReportLine(models.Model):
    """What was spent in the period on one line of the agreed budget.

    ``planned`` is for the whole grant, ``before`` what earlier accepted reports spent of it.
    """

    EXPLAINED_FROM = Decimal(10)

    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, related_name="lines")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(max_length=160)
    planned = models.DecimalField(max_digits=12, decimal_places=2)
    actual = models.DecimalField(_("spent"), max_digits=12, decimal_places=2, default=Decimal(0))
    before = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    note = models.CharField(_("explanation"), max_length=255, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "budget_line"], name="one_actual_a_line"),
            models.CheckConstraint(condition=Q(actual__gte=0), name="actual_not_negative"),
        ]

    def __str__(self):
        return self.item

    @property
    def so_far(self) -> Decimal:
        """Spent since the grant began: reported spending is cumulative."""
        return self.before + self.actual

    @property
    def variance(self) -> Decimal:
        """What was spent so far, less what was planned."""
        return self.so_far - self.planned

    @property
    def variance_percent(self) -> Decimal | None:
        """Percent of the plan, to one decimal; ``None`` where nothing was planned."""
        return round(self.variance * 100 / self.planned, 1) if self.planned else None

    def needs_explanation(self, *, at_the_end: bool) -> bool:
        """More than a tenth over the plan, or at the end of the grant a tenth away from it."""
        away = self.variance if not at_the_end else abs(self.variance)
        return away * 100 > self.planned * self.EXPLAINED_FROM


class ReportAnswer(models.Model):
    """The answer to one of the round's own questions, and the question as it was put."""

    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, related_name="answers")
    question_key = models.UUIDField()
    label = models.CharField(max_length=255)
    help_text = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question_key"], name="one_answer_a_report_question"
            )
        ]

    def __str__(self):
        return self.label


class ReportRevision(WrittenOnceModel):
    """A report as it was sent; ``content`` is plain data, ``sha256`` is over its JSON."""

    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_revision_once")
        ]

    def __str__(self):
        return f"{self.report_id}/{self.number}"


class ReportExtension(WrittenOnceModel):
    """A later date for a report, given before or after the old one has passed."""

    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, related_name="extensions")
    was_due_on = models.DateField()
    until = models.DateField(_("new date"))
    reason = models.CharField(_("reason"), max_length=255)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.report_id}: {self.until}"
