"""Several learners and one facilitator: group supervision and support groups."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import VisitWay
from lms.records.enums_mentoring import Frequency, GroupKind
from lms.records.models.people import Person


class SupportGroup(models.Model):
    """A group that meets again and again; it goes on until ``ended_on``."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=12, choices=GroupKind, default=GroupKind.SUPERVISION
    )
    facilitator = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="groups_led",
        verbose_name=_("facilitator"),
    )
    purpose = models.TextField(_("what the group is for"), blank=True)
    frequency = models.CharField(
        _("how often you meet"), max_length=12, choices=Frequency, default=Frequency.MONTHLY
    )
    next_meeting_at = models.DateTimeField(_("next meeting"), null=True, blank=True)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    warned = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("support group")
        verbose_name_plural = _("support groups")
        ordering = ["ended_on", "name", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_active(self) -> bool:
        return self.ended_on is None


class GroupMember(models.Model):
    """Somebody in a group, until they leave."""

    group = models.ForeignKey(SupportGroup, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="group_memberships")
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(left_on__isnull=True),
                name="once_in_a_group",
            )
        ]

    def __str__(self):
        return f"{self.pk}"


class GroupMeeting(models.Model):
    """A meeting of a group: what was practised and who was there, never a client."""

    group = models.ForeignKey(SupportGroup, on_delete=models.PROTECT, related_name="meetings")
    met_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    way = models.CharField(_("way"), max_length=10, choices=VisitWay, default=VisitWay.GROUP)
    topic = models.CharField(_("what you worked on"), max_length=255)
    went_well = models.TextField(_("what went well"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    present = models.ManyToManyField(Person, related_name="group_meetings", blank=True)
    warned = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("meeting of a group")
        verbose_name_plural = _("meetings of groups")
        ordering = ["-met_on", "-pk"]

    def __str__(self):
        return str(self.met_on)
