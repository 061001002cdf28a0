"""What a certificate design is put together from: words in a language, and those who sign."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from certificates.placeholders import check_placeholders
from certificates.typefaces import check_drawable

WORDS = [check_placeholders, check_drawable]
LANGUAGES = [("km", _("Khmer")), ("en", _("English")), ("vi", _("Vietnamese"))]
PICTURE = "certificates.CertificatePicture"


class WordingBlock(blocks.StructBlock):
    """All that a certificate says in one language besides its facts."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="km")
    issuer = blocks.CharBlock(
        label=_("Issued by"), required=False, max_length=200, validators=[check_drawable]
    )
    title = blocks.CharBlock(label=_("Heading"), max_length=120, validators=WORDS)
    preamble = blocks.CharBlock(
        label=_("Before the name"), required=False, max_length=200, validators=WORDS
    )
    statement = blocks.CharBlock(
        label=_("Between the name and the course"), max_length=300, validators=WORDS
    )
    details = blocks.TextBlock(
        label=_("Below the course"),
        required=False,
        max_length=500,
        rows=2,
        validators=WORDS,
        help_text=_(
            "Facts stand in braces: {period}, {hours}, {completed}, {expires}, {organisation}, "
            "{cohort}, {curriculum}, {course}, {name}, {number}. A part between two middle dots (·) "
            "is left out where its fact is not known."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Words in a language")
        label_format = "{language}"


class SignatoryBlock(blocks.StructBlock):
    """Somebody who signs, in both scripts, with or without a picture of the signature."""

    name_km = blocks.CharBlock(
        label=_("Name in Khmer"), required=False, max_length=120, validators=[check_drawable]
    )
    name = blocks.CharBlock(
        label=_("Name"), required=False, max_length=120, validators=[check_drawable]
    )
    title_km = blocks.CharBlock(
        label=_("Position in Khmer"), required=False, max_length=120, validators=[check_drawable]
    )
    title = blocks.CharBlock(
        label=_("Position"), required=False, max_length=120, validators=[check_drawable]
    )
    signature = SnippetChooserBlock(
        PICTURE,
        label=_("Picture of the signature"),
        required=False,
        help_text=_("Without one there is room to sign by hand."),
    )

    class Meta:
        icon = "edit"
        label = _("Who signs")
        label_format = "{name_km} {name}"
