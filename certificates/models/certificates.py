"""Certificates and the states they go through."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from certificates.models.kinds import CertificateKind
from lms.fields import private_storage, site_languages
from lms.khmer import fold, fold_digits


def generate_code() -> str:
    """An unguessable address of 128 random bits."""
    return secrets.token_urlsafe(16)


def pdf_path(certificate, _filename) -> str:
    return f"certificates/{certificate.year}/{certificate.code}.pdf"


class CertificateState(models.TextChoices):
    REQUESTED = "requested", _("being made")
    ISSUED = "issued", _("valid")
    SUPERSEDED = "superseded", _("replaced by a newer one")
    REVOKED = "revoked", _("revoked")


# From each state, where a certificate may go.
ALLOWED_MOVES = {
    CertificateState.REQUESTED: {CertificateState.ISSUED},
    CertificateState.ISSUED: {CertificateState.SUPERSEDED, CertificateState.REVOKED},
    CertificateState.SUPERSEDED: set(),
    CertificateState.REVOKED: set(),
}


class CertificateQuerySet(models.QuerySet):
    def published(self):
        """Those with a number: valid, replaced or revoked, but not those still being made."""
        return self.exclude(state=CertificateState.REQUESTED)

    def find(self, number: str, family_name: str):
        """The published certificate with this number whose name begins like this, or ``None``.

        Digits, letters and spelling count as the same in whatever way they were typed.
        """
        begins = fold(family_name)
        found = self.published().filter(number=fold_digits(number).strip()).first()
        if not (found and begins):
            return None
        names = (fold(found.name), fold(found.name_km))
        return found if any(name.startswith(begins) for name in names) else None


class Certificate(models.Model):
    """The facts as printed, a number, the PDF and whether it still counts.

    Facts are written once, by ``services.request_certificate``; nothing edits them afterwards: a
    mistake is corrected by a new certificate that supersedes this one. ``hours`` is training time,
    ``rule`` says in words what had to be done, ``expires_on`` is its last valid day, ``sha256`` is of
    the PDF's bytes. The PDF is drawn in ``design`` as it was in ``design_revision``.
    """

    request_key = models.CharField(max_length=100, unique=True)
    code = models.CharField(max_length=40, unique=True, default=generate_code, editable=False)
    # Null until issued: a unique column takes any number of nulls, but one empty text only.
    number = models.CharField(  # noqa: DJ001
        _("number"), max_length=40, unique=True, null=True, editable=False
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    sequence = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=CertificateState,
        default=CertificateState.REQUESTED,
        editable=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("account of the person"),
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    issued_at = models.DateTimeField(_("issued"), null=True, editable=False)

    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind)
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_km = models.CharField(_("name in Khmer"), max_length=200, blank=True)
    course_title = models.CharField(_("course"), max_length=255)
    course_title_km = models.CharField(_("course in Khmer"), max_length=255, blank=True)
    curriculum = models.CharField(_("curriculum"), max_length=255, blank=True)
    curriculum_km = models.CharField(_("curriculum in Khmer"), max_length=255, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("until"), null=True)
    completed_on = models.DateField(_("completed on"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    cohort = models.CharField(_("cohort"), max_length=255, blank=True)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    rule = models.TextField(_("requirements met"), blank=True)
    expires_on = models.DateField(_("valid until"), null=True)
    language = models.CharField(_("language"), max_length=5, choices=site_languages)

    design = models.ForeignKey(
        "certificates.CertificateDesign",
        on_delete=models.PROTECT,
        null=True,
        related_name="certificates",
        verbose_name=_("design"),
    )
    design_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("version of the design"),
    )
    pdf = models.FileField(
        storage=private_storage, upload_to=pdf_path, max_length=200, editable=False
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    batch = models.ForeignKey(
        "certificates.CertificateBatch",
        on_delete=models.SET_NULL,
        null=True,
        related_name="certificates",
        verbose_name=_("batch"),
    )
    problem = models.CharField(_("why it could not be made"), max_length=255, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    is_shared = models.BooleanField(_("shared by its owner"), default=False, editable=False)

    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by", editable=False
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )
    revoked_reason = models.CharField(_("why it was revoked"), max_length=255, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-requested_at", "-pk"]
        permissions = [("manage_certificates", "Can see, revoke and replace all certificates")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="certificate_number_used_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.REQUESTED, number__isnull=True)
                | (~Q(state=CertificateState.REQUESTED) & Q(number__isnull=False)),
                name="certificate_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=~Q(name="", name_km=""), name="certificate_has_a_name"
            ),
        ]

    def __str__(self):
        return f"{self.number or self.get_state_display()} – {self.name or self.name_km}"

    @property
    def localised_name(self) -> str:
        return self._localised("name", "name_km")

    @property
    def localised_course(self) -> str:
        return self._localised("course_title", "course_title_km")

    def _localised(self, latin: str, khmer: str) -> str:
        names = [getattr(self, latin), getattr(self, khmer)]
        if translation.get_language() == "km":
            names.reverse()
        return names[0] or names[1]

    @property
    def is_expired(self) -> bool:
        """Issued, but for a time that is over."""
        return (
            self.state == CertificateState.ISSUED
            and self.expires_on is not None
            and self.expires_on < timezone.localdate()
        )

    @property
    def is_valid(self) -> bool:
        return self.state == CertificateState.ISSUED and not self.is_expired

    @property
    def state_shown(self) -> str:
        """The state as people are told it."""
        return _("expired") if self.is_expired else self.get_state_display()

    @property
    def check_url(self) -> str:
        """The full address at which anyone can check this certificate."""
        return settings.SITE_URL + reverse("certificates:check", args=[self.code])
