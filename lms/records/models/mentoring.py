"""The months after the workshop: a mentor, a learner and what they agreed."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import MentorshipState, VisitWay
from lms.records.models.cohorts import Enrolment
from lms.records.models.people import Person


class MentorshipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=MentorshipState.ACTIVE)

    def with_follow_up(self):
        """Annotate ``last_visit_on`` (a date or ``None``) and ``open_actions`` (a count)."""
        visits = MentoringVisit.objects.filter(mentorship=OuterRef("pk"))
        actions = ActionItem.objects.filter(visit__mentorship=OuterRef("pk"), done_on=None)
        counted = actions.order_by().values("visit__mentorship").values(number=Count("pk"))
        return self.annotate(
            last_visit_on=Subquery(visits.order_by("-met_on").values("met_on")[:1]),
            open_actions=Coalesce(Subquery(counted), 0),
        )


class Mentorship(models.Model):
    """A mentor follows a learner, after an enrolment or on its own.

    ``warned`` and that of a visit: the writer was shown the warning about what looks like someone's
    personal data (see ``lms.records.nudge``). What it was about is not kept.
    """

    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships_given")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="mentorships"
    )
    goals = models.TextField(_("goals, in the learner's words"), blank=True)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MentorshipState, default=MentorshipState.ACTIVE
    )
    warned = models.BooleanField(default=False, editable=False)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentorship")
        verbose_name_plural = _("mentorships")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("learner")), name="nobody_mentors_themselves"
            ),
            models.UniqueConstraint(
                fields=["mentor", "learner"],
                condition=Q(state=MentorshipState.ACTIVE),
                name="one_active_mentorship_a_pair",
            ),
        ]

    def __str__(self):
        return f"{self.mentor} – {self.learner}"

    @property
    def is_active(self) -> bool:
        return self.state == MentorshipState.ACTIVE


class MentoringVisit(models.Model):
    """A meeting of mentor and learner: about skills, never about a client."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="visits")
    met_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    way = models.CharField(_("way"), max_length=10, choices=VisitWay)
    skill_practised = models.CharField(_("skill practised"), max_length=255)
    went_well = models.TextField(_("what went well"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    warned = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mentoring visit")
        verbose_name_plural = _("mentoring visits")
        ordering = ["-met_on", "-pk"]

    def __str__(self):
        # The notes stay out of every title, message and log.
        return str(self.met_on)


class ActionItem(models.Model):
    """Something agreed at a visit, who does it and by when."""

    visit = models.ForeignKey(MentoringVisit, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("action"), max_length=255)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.pk}"
