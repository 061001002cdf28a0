"""The months after the workshop: a mentor, a learner and what they agreed."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import MentorshipState, VisitWay
from lms.records.enums_mentoring import Frequency, Sharing, SkillLevel
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

    ``sharing`` is the learner's own word, and holds for the mentor who comes after this one:
    ``previous`` is what was handed over.

    ``warned`` and that of a visit: the writer was shown the warning about what looks like someone's
    personal data (see ``lms.records.nudge``). What it was about is not kept.
    """

    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships_given")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="mentorships"
    )
    follows = models.CharField(
        _("what it follows"),
        max_length=255,
        blank=True,
        help_text=_("In a few words, where it is no course: a grant, a new post."),
    )
    goals = models.TextField(_("goals, in the learner's words"), blank=True)
    frequency = models.CharField(
        _("how often you meet"), max_length=12, choices=Frequency, default=Frequency.MONTHLY
    )
    next_meeting_at = models.DateTimeField(_("next meeting"), null=True, blank=True)
    sharing = models.CharField(
        _("what a next mentor may read"), max_length=8, choices=Sharing, default=Sharing.NOTHING
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        editable=False,
    )
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
    skill_practised = models.CharField(_("skill practised"), max_length=255, blank=True)
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


class SkillRating(models.Model):
    """How far the learner is with one objective of a course, as mentor and learner see it.

    ``objective_key`` is the ``translation_key`` of a module's objective, the one that tests ask
    about; ``text`` is how it read then.
    """

    visit = models.ForeignKey(MentoringVisit, on_delete=models.PROTECT, related_name="ratings")
    objective_key = models.UUIDField()
    text = models.CharField(max_length=255)
    by_mentor = models.PositiveSmallIntegerField(choices=SkillLevel, null=True, blank=True)
    by_learner = models.PositiveSmallIntegerField(choices=SkillLevel, null=True, blank=True)

    class Meta:
        verbose_name = _("rating of a skill")
        verbose_name_plural = _("ratings of skills")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "objective_key"], name="one_rating_a_skill")
        ]

    def __str__(self):
        return f"{self.pk}"


class ChangeRequest(models.Model):
    """Learner or mentor asks for a change; only who asked and coordinators read why."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what should change"), blank=True)
    warned = models.BooleanField(default=False, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for a change")
        ordering = ["asked_at", "pk"]

    def __str__(self):
        return f"{self.pk}"


class RemindersOff(models.Model):
    """This person does not want to be reminded of meetings."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminders_off")
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reminders switched off")
        verbose_name_plural = _("reminders switched off")

    def __str__(self):
        return f"{self.person_id}"
