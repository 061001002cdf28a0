"""A cohort runs a course; an enrolment puts a person in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.models import CoursePage, Delivery
from lms.fields import site_languages
from lms.records.enums import (
    AgeBand,
    Cadre,
    CohortState,
    EnrolmentPolicy,
    EnrolmentState,
    EnrolmentWay,
    Gender,
    Province,
    WaitingCause,
)
from lms.records.models.people import Organisation, Person


class CohortQuerySet(models.QuerySet):
    def open_for_enrolment(self, on=None):
        """Planned or running cohorts whose registration is open on the date ``on`` (default today).

        Without a closing date, registration is open until the last day of the cohort.
        """
        on = on or timezone.localdate()
        return self.filter(
            Q(registration_opens_on__isnull=True) | Q(registration_opens_on__lte=on),
            Q(registration_closes_on__gte=on)
            | Q(registration_closes_on__isnull=True, ends_on__gte=on),
            state__in=Cohort.TAKES_PEOPLE,
        )

    def with_places(self):
        """Annotate ``taken``: how many hold a place."""
        return self.annotate(
            taken=models.Count(
                "enrolments", filter=Q(enrolments__state__in=Enrolment.HOLDS_A_PLACE), distinct=True
            )
        )


class Cohort(ClusterableModel):
    """One run of a course. ``course`` is the page in the site's default language.

    ``capacity`` counts people; empty means no limit.
    """

    TAKES_PEOPLE = (CohortState.PLANNED, CohortState.RUNNING)

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="cohorts")
    code = models.SlugField(_("code"), max_length=40, unique=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=site_languages, default="km")
    mode = models.CharField(
        _("way of delivery"), max_length=10, choices=Delivery, default=Delivery.WORKSHOP
    )
    funder = models.CharField(_("funder"), max_length=120, blank=True)
    project_code = models.CharField(_("project code"), max_length=40, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    organisation_quota = models.PositiveSmallIntegerField(
        _("places an organisation"),
        null=True,
        blank=True,
        help_text=_("At most so many people of one organisation; empty means no limit."),
    )
    enrolment_policy = models.CharField(
        _("enrolment"), max_length=10, choices=EnrolmentPolicy, default=EnrolmentPolicy.OPEN
    )
    registration_opens_on = models.DateField(_("registration opens on"), null=True, blank=True)
    registration_closes_on = models.DateField(_("registration closes on"), null=True, blank=True)
    trainers = models.ManyToManyField(
        Person, blank=True, related_name="cohorts_trained", verbose_name=_("trainers")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CohortState, default=CohortState.PLANNED
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.course.title} ({self.code})"

    @property
    def places_left(self) -> int | None:
        """Free places, never below 0, or ``None`` without a limit; needs ``with_places()``."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    def registration_is_open(self, on=None) -> bool:
        """What ``open_for_enrolment()`` says of this cohort."""
        on = on or timezone.localdate()
        return (
            self.state in self.TAKES_PEOPLE
            and (self.registration_opens_on is None or self.registration_opens_on <= on)
            and on <= (self.registration_closes_on or self.ends_on)
        )


class CohortQuota(models.Model):
    """Places of one organisation in a cohort, where they differ from ``organisation_quota``."""

    cohort = ParentalKey(Cohort, on_delete=models.CASCADE, related_name="quotas")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        verbose_name = _("places of an organisation")
        verbose_name_plural = _("places of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "organisation"], name="one_quota_an_organisation"
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.places}"


class EnrolmentQuerySet(models.QuerySet):
    def holding_a_place(self):
        """Those who take part, or took part until the end."""
        return self.filter(state__in=Enrolment.HOLDS_A_PLACE)

    def waiting(self):
        """The waiting list, who came first first."""
        return self.filter(state=EnrolmentState.WAITING).order_by("state_since", "pk")


class Enrolment(models.Model):
    """A person in a cohort, with what was true of them when they enrolled.

    Organisation, position, cadre, gender, age band and province are frozen then, so that a report
    never changes because someone moved later. ``state_since`` orders the waiting list.
    """

    HOLDS_A_PLACE = (
        EnrolmentState.ENROLLED,
        EnrolmentState.COMPLETED,
        EnrolmentState.NOT_COMPLETED,
    )

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=14, choices=EnrolmentState)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    position = models.CharField(max_length=120, blank=True)
    cadre = models.CharField(max_length=20, choices=Cadre, default=Cadre.OTHER)
    gender = models.CharField(max_length=12, choices=Gender)
    age_band = models.CharField(max_length=10, choices=AgeBand)
    province = models.CharField(max_length=2, choices=Province, blank=True)
    is_volunteer = models.BooleanField(default=False)
    way = models.CharField(
        _("way in"), max_length=12, choices=EnrolmentWay, default=EnrolmentWay.SELF, editable=False
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    override_reason = models.CharField(
        _("why without the courses to complete first"), max_length=255, blank=True, editable=False
    )
    # Made on the phone that added a walk-in, so that sending them twice enrols once.
    walk_in_key = models.UUIDField(null=True, unique=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_enrolment_a_cohort")
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="enrolment_cohort_state")]

    def __str__(self):
        return f"{self.person} – {self.cohort}"

    @property
    def holds_a_place(self) -> bool:
        return self.state in self.HOLDS_A_PLACE


class EnrolmentEvent(models.Model):
    """Append-only: every change of an enrolment's state, with who, when and why.

    ``reason`` is what somebody wrote; ``cause`` is why the system put a person on the waiting list;
    ``way`` is the door by which a person came in with this event, empty for every other move.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=14, choices=EnrolmentState, blank=True)
    to_state = models.CharField(max_length=14, choices=EnrolmentState)
    reason = models.CharField(max_length=255, blank=True)
    cause = models.CharField(max_length=10, choices=WaitingCause, blank=True)
    way = models.CharField(max_length=12, choices=EnrolmentWay, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.enrolment_id}: {self.from_state} → {self.to_state}"
