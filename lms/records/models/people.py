"""Organisations, people and who worked where when."""

import re
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField

from lms.fields import FoldedTextField, site_languages
from lms.khmer import fold
from lms.records.enums import Accession, AgeBand, Cadre, Gender, OrganisationKind, Province

# A phone number as people write it: digits in groups, parted by spaces, dots, dashes, brackets.
TYPED_PHONE = re.compile(r"\+?[\d\s().-]{6,}")
# A person number as people say it: P00042, P42 or 42.
TYPED_NUMBER = re.compile(r"p?0*(\d{1,9})")
AGE_BANDS = (
    (18, AgeBand.UNDER_18),
    (25, AgeBand.FROM_18),
    (35, AgeBand.FROM_25),
    (50, AgeBand.FROM_35),
)


def age_band_on(birth_year: int | None, on: date) -> AgeBand:
    """The age band on the date ``on``; only the year of birth is kept, so to within a year."""
    if birth_year is None:
        return AgeBand.UNKNOWN
    age = on.year - birth_year
    return next((band for limit, band in AGE_BANDS if age < limit), AgeBand.FROM_50)


def as_stored(phone: str) -> str:
    """A typed phone number without what people put between and before its digits."""
    digits = re.sub(r"[\s().-]", "", phone)
    return re.sub(r"^(\+|00)8550?", "+855", digits)


class SearchableQuerySet(models.QuerySet):
    def search(self, text: str):
        """Rows that contain every word of ``text``, in Khmer or Latin letters.

        A text that is a phone number is looked for as one word, however it is grouped.
        """
        folded = fold(text)
        if TYPED_PHONE.fullmatch(folded):
            folded = as_stored(folded)
        found = self
        for word in folded.split():
            found = found.filter(self.says(word))
        return found

    def says(self, word: str) -> Q:
        """The rows that contain one folded word."""
        return Q(search_text__contains=word)


class Organisation(models.Model):
    """A member of the coalition, a partner or any other place a trainee comes from."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.MEMBER
    )
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True)
    member_since = models.DateField(_("member since"), null=True, blank=True)
    member_until = models.DateField(_("member until"), null=True, blank=True)
    is_registered = models.BooleanField(_("registered with the government"), null=True, blank=True)
    has_child_protection_policy = models.BooleanField(
        _("has a child-protection policy"), null=True, blank=True
    )
    has_signed_charter = models.BooleanField(
        _("has signed the Charter"),
        null=True,
        blank=True,
        help_text=_("The coalition’s charter of good practice."),
    )
    search_text = FoldedTextField(sources=("name", "name_km", "short_name"))

    objects = SearchableQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.localised_name

    @property
    def localised_name(self) -> str:
        """The Khmer name where Khmer is read and known, else the Latin one."""
        return (translation.get_language() == "km" and self.name_km) or self.name


class PersonQuerySet(SearchableQuerySet):
    def says(self, word: str) -> Q:
        """Those who, or a record merged into whom, contain the word, also as a person number."""
        said = Q(search_text__contains=word.removeprefix("https://t.me/"))
        if number := TYPED_NUMBER.fullmatch(word):
            said |= Q(number=f"P{int(number[1]):05}")
        merged = Person.all_objects.filter(said, merged_into__isnull=False)
        return said | Q(pk__in=merged.values("merged_into"))

    def with_organisation(self):
        """Prefetch today's affiliations as ``current_affiliations``, newest first."""
        return self.prefetch_related(
            models.Prefetch(
                "affiliations",
                queryset=Affiliation.objects.current().select_related("organisation"),
                to_attr="current_affiliations",
            )
        )


class PersonManager(models.Manager.from_queryset(PersonQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(merged_into__isnull=True)


class Person(ClusterableModel):
    """Someone who is trained, trains, mentors or reviews; may or may not have an account.

    ``objects`` leaves out those merged into another record of the same person; foreign keys and
    ``all_objects`` reach them. ``age_band`` is asked only where the year of birth is not known.

    Names are kept as entered, family name first when printed. One name alone is enough.
    ``number`` is given by ``services.people`` and never changes; it is empty only while a person
    is being written.
    """

    number = models.CharField(
        _("person number"), max_length=12, unique=True, null=True, blank=True, editable=False
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name_km = models.CharField(_("family name in Khmer"), max_length=100, blank=True)
    given_name_km = models.CharField(_("given name in Khmer"), max_length=100, blank=True)
    gender = models.CharField(
        _("gender"), max_length=12, choices=Gender, default=Gender.UNDISCLOSED
    )
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    age_band = models.CharField(
        _("age"),
        max_length=10,
        choices=AgeBand,
        blank=True,
        help_text=_("Only where the year of birth is not known."),
    )
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("email"), blank=True)
    telegram = models.CharField(
        _("Telegram name"),
        max_length=33,
        blank=True,
        help_text=_("Such as @sophea; not the phone number."),
    )
    language = models.CharField(
        _("preferred language"), max_length=5, choices=site_languages, default="km"
    )
    province = models.CharField(_("province"), max_length=2, choices=Province, blank=True)
    data_consent_on = models.DateField(_("agreed to the keeping of data on"), null=True, blank=True)
    photo_consent_on = models.DateField(_("agreed to photographs on"), null=True, blank=True)
    accession = models.CharField(
        _("came from"), max_length=12, choices=Accession, default=Accession.STAFF, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_records",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = FoldedTextField(
        sources=("number", "full_name", "full_name_km", "phone_forms", "email", "telegram")
    )

    objects = PersonManager()
    all_objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]
        permissions = [
            ("coordinate", "Can coordinate all training"),
            ("train", "Can train the cohorts they are a trainer of"),
            ("mentor", "Can mentor the learners they follow"),
            ("see_own_organisation", "Can see the people and training of their own organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family_name="", given_name="", family_name_km="", given_name_km=""),
                name="person_has_a_name",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def full_name(self) -> str:
        """Latin letters, family name first; empty when unknown."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def full_name_km(self) -> str:
        """Khmer letters, family name first; empty when unknown."""
        return f"{self.family_name_km} {self.given_name_km}".strip()

    @property
    def name(self) -> str:
        """The name in the reader's script where known, else in the other."""
        names = [self.full_name, self.full_name_km]
        if translation.get_language() == "km":
            names.reverse()
        return names[0] or names[1]

    def age_band_on(self, on: date) -> AgeBand:
        """The age band on the date ``on``: by the year of birth, else as the person said."""
        if self.birth_year is None and self.age_band:
            return AgeBand(self.age_band)
        return age_band_on(self.birth_year, on)

    @property
    def phone_forms(self) -> str:
        """The phone number as stored (+85512…) and as it is dialled at home (012…)."""
        if not self.phone:
            return ""
        return f"{self.phone.as_e164} {re.sub(r'[^0-9]', '', self.phone.as_national)}"

    def affiliation_on(self, on: date) -> "Affiliation | None":
        """The post that holds on the date ``on``; of several, the one begun last."""
        return self.affiliations.current(on).select_related("organisation").first()


def person_of(user) -> Person | None:
    """The person who signs in with this account; asked for once per account object."""
    return getattr(user, "person", None)


class AffiliationQuerySet(models.QuerySet):
    def current(self, on=None):
        """Affiliations that hold on the date ``on`` (today in Phnom Penh by default)."""
        on = on or timezone.localdate()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), started_on__lte=on)


class Affiliation(models.Model):
    """A person's post at an organisation from a date, until a date or open."""

    person = ParentalKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="affiliations"
    )
    position = models.CharField(_("position"), max_length=120, blank=True)
    cadre = models.CharField(_("cadre"), max_length=20, choices=Cadre, default=Cadre.OTHER)
    is_volunteer = models.BooleanField(_("volunteer"), default=False)
    is_focal_point = models.BooleanField(_("focal point for training"), default=False)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="affiliation_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return f"{self.person} – {self.organisation}"

    def holds_on(self, on: date) -> bool:
        """What ``current(on)`` says of this post."""
        return self.started_on <= on and (self.ended_on is None or self.ended_on >= on)
