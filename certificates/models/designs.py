"""How certificates look and what they say, with drafts and versions."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.snippets.blocks import SnippetChooserBlock

from certificates.blocks import PICTURE, SignatoryBlock, WordingBlock
from certificates.colours import check_colour
from certificates.models.kinds import CertificateKind
from certificates.typefaces import KHMER, LATIN, is_khmer


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", _("A4, wide")
    PORTRAIT = "portrait", _("A4, high")


class Border(models.TextChoices):
    LOTUS = "lotus", _("lotus petals")
    LINES = "lines", _("fine lines with corners")
    BAND = "band", _("a broad band on one side")
    NONE = "none", _("none")


class Background(models.TextChoices):
    LOTUS = "lotus", _("a pale lotus")
    WAVES = "waves", _("pale waves")
    PAPER = "paper", _("plain")


class CertificateDesignQuerySet(models.QuerySet):
    def live_for(self, kind: str):
        """The published design that certificates of ``kind`` get unless another one is named."""
        return self.filter(live=True, kind=kind).order_by("-is_usual", "pk").first()


class CertificateDesign(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Wording in one or two languages, logos, signatories, frame, colours and typefaces.

    What is published holds for certificates issued from then on. Each certificate keeps the
    version it was drawn in, so a design is never deleted once one was issued in it.
    """

    name = models.CharField(_("name of the design"), max_length=100)
    kind = models.CharField(
        _("for"), max_length=12, choices=CertificateKind, default=CertificateKind.COMPLETION
    )
    is_usual = models.BooleanField(
        _("usual design of this kind"),
        default=False,
        help_text=_("Certificates of this kind get it unless another design is chosen."),
    )
    orientation = models.CharField(
        _("paper"), max_length=10, choices=Orientation, default=Orientation.LANDSCAPE
    )
    border = models.CharField(_("border"), max_length=10, choices=Border, default=Border.LOTUS)
    background = models.CharField(
        _("background"), max_length=10, choices=Background, default=Background.LOTUS
    )
    ink = models.CharField(
        _("main colour"),
        max_length=7,
        default="#17395C",
        validators=[check_colour],
        help_text=_("Of headings, names and the square code, as in #17395C. A dark one."),
    )
    accent = models.CharField(
        _("second colour"),
        max_length=7,
        default="#8A641F",
        validators=[check_colour],
        help_text=_("Of the border and the second heading, as in #8A641F. Dark enough to read."),
    )
    heading_font = models.CharField(
        _("typeface of headings and names"),
        max_length=20,
        choices=[(family, family) for family in (*KHMER, *LATIN)],
        default="Moul",
        help_text=_("Latin letters beside a Khmer typeface are set in the typeface of the text."),
    )
    text_font = models.CharField(
        _("typeface of the text"),
        max_length=20,
        choices=[(family, family) for family in LATIN],
        default="Noto Serif",
        help_text=_("Khmer is set in the Khmer typeface made to go with it."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from the day of completion. Empty: for ever."),
    )
    wordings = StreamField(
        [("wording", WordingBlock())],
        verbose_name=_("words"),
        min_num=1,
        max_num=2,
        help_text=_("One language or two; the first one is the larger."),
    )
    logos = StreamField(
        [("logo", SnippetChooserBlock(PICTURE, label=_("Logo")))],
        verbose_name=_("logos"),
        max_num=3,
        blank=True,
    )
    signatories = StreamField(
        [("signatory", SignatoryBlock())],
        verbose_name=_("who signs"),
        max_num=3,
        blank=True,
    )

    objects = CertificateDesignQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldRowPanel([FieldPanel("kind"), FieldPanel("is_usual")])],
            heading=_("Design"),
        ),
        FieldPanel("wordings"),
        FieldPanel("logos"),
        FieldPanel("signatories"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("orientation"), FieldPanel("border")]),
                FieldRowPanel([FieldPanel("background"), FieldPanel("heading_font")]),
                FieldRowPanel([FieldPanel("text_font"), FieldPanel("valid_months")]),
                FieldRowPanel([FieldPanel("ink"), FieldPanel("accent")]),
            ],
            heading=_("Look"),
        ),
    ]

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["kind", "name", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        problems = {}
        words = [block.value for block in self.wordings or ()]
        languages = [word["language"] for word in words]
        if len(set(languages)) < len(languages):
            problems["wordings"] = _("Both languages are the same. Choose another for one of them.")
        if self.heading_font in LATIN and any(_has_khmer(word) for word in words):
            problems["heading_font"] = _(
                "%(font)s has no Khmer letters, and this design has Khmer words. Choose one of: "
                "%(fonts)s."
            ) % {"font": self.heading_font, "fonts": ", ".join(KHMER)}
        if self.is_usual:
            others = type(self).objects.filter(live=True, kind=self.kind, is_usual=True)
            if other := others.exclude(pk=self.pk).first():
                problems["is_usual"] = _(
                    "“%(other)s” is the usual design of this kind. Untick it there first."
                ) % {"other": other}
        if problems:
            raise ValidationError(problems)

    @property
    def preview_modes(self):
        return PREVIEWS

    def serve_preview(self, request, mode_name):
        # Drawing needs the models.
        from certificates.previews import preview_response

        return preview_response(request, self, mode_name)


# What a design is tried with, by the name of the preview mode.
PREVIEWS = [
    ("usual", _("Usual names")),
    ("long", _("Long names")),
    ("short", _("A single name, few facts")),
    ("pdf", _("The PDF itself")),
]


def _has_khmer(wording) -> bool:
    return wording["language"] == "km" or any(
        is_khmer(char) for value in wording.values() for char in str(value or "")
    )
