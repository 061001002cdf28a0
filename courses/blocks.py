"""The few, stable blocks a lesson is written with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.tables import TextTableBlock

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
PART_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
LINE_FEATURES = ["bold", "italic", "link"]


def text_table(**options) -> TextTableBlock:
    cell = blocks.TextBlock(rows=1, required=False, label=_("Text"))
    return TextTableBlock([("text", cell)], **options)


class ActivityKind(models.TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    GROUP_WORK = "group-work", _("Group work")
    PAIRS = "pairs", _("Work in pairs")
    ROLE_PLAY = "role-play", _("Role-play")
    INDIVIDUAL = "individual", _("Work alone")
    DEMONSTRATION = "demonstration", _("Demonstration")
    GAME = "game", _("Game")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("What the image shows"),
        max_length=250,
        help_text=_("For those who cannot see it: one sentence. Never name or show a survivor."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "courses/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("What it is for"), max_length=250, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document to download")
        template = "courses/blocks/document.html"


class VideoLinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    url = blocks.URLBlock(label=_("Address"))
    minutes = blocks.IntegerBlock(label=_("Length in minutes"), min_value=1)
    megabytes = blocks.IntegerBlock(
        label=_("Size in megabytes"),
        min_value=1,
        help_text=_("People pay for mobile data: tell them before they open it."),
    )

    class Meta:
        icon = "media"
        label = _("Video on another site")
        template = "courses/blocks/video_link.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), rows=3)
    source = blocks.CharBlock(label=_("Who said it, and where"), max_length=250, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "courses/blocks/quote.html"


class ActivityValue(blocks.StructValue):
    @property
    def kind_label(self):
        return ActivityKind(self["kind"]).label if self["kind"] else ""

    @property
    def has_facilitator_notes(self) -> bool:
        return bool(self["facilitator_notes"] or self["facilitator_table"].columns)


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=ActivityKind.choices)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1)
    group_size = blocks.CharBlock(label=_("Group size"), max_length=120, required=False)
    materials = blocks.CharBlock(label=_("Materials"), max_length=250, required=False)
    table = text_table(label=_("Table to work with"), required=False)
    steps = blocks.RichTextBlock(
        label=_("Steps"),
        features=PART_FEATURES,
        help_text=_("Numbered, four or more, each something that the group does."),
    )
    facilitator_notes = blocks.RichTextBlock(
        label=_("Facilitator's notes"),
        features=PART_FEATURES,
        required=False,
        help_text=_(
            "Only trainers and coordinators see these: likely answers, difficulties, timing, what "
            "to change for people who read little."
        ),
    )

    facilitator_table = text_table(label=_("Facilitator's table"), required=False)

    TRAINERS_ONLY = ("facilitator_notes", "facilitator_table")

    class Meta:
        icon = "group"
        label = _("Activity")
        template = "courses/blocks/activity.html"
        value_class = ActivityValue

    def get_searchable_content(self, value):
        """Leave the notes out: a search index does not know who is asking."""
        public = {name: part for name, part in value.items() if name not in self.TRAINERS_ONLY}
        return super().get_searchable_content(public)


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    text = blocks.RichTextBlock(label=_("Story"), features=PART_FEATURES)
    table = text_table(label=_("Table to work with"), required=False)
    questions = blocks.RichTextBlock(label=_("Questions"), features=PART_FEATURES, required=False)
    is_fictional = blocks.BooleanBlock(
        label=_("This story is fictional or composite"),
        required=True,
        help_text=_(
            "Tick to confirm: nobody can be recognised in it, not by name, place, date or an "
            "unusual detail. Never tell a real survivor's story, not even with permission."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Case study")
        template = "courses/blocks/case_study.html"


class TableBlock(blocks.StructBlock):
    table = text_table(label=_("Table"))
    row_headings = blocks.BooleanBlock(
        label=_("The first column names the rows"), required=False, default=False
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "courses/blocks/table.html"


class ChoiceBlock(blocks.StructBlock):
    """A choice of a question; the id of its block is the key of the choice."""

    text = blocks.CharBlock(label=_("Choice"), max_length=500)
    is_correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Feedback"),
        max_length=500,
        required=False,
        help_text=_("Why this is right, or why not: one sentence, shown after the test."),
    )

    class Meta:
        icon = "radio-full"
        label = _("Choice")


class PairBlock(blocks.StructBlock):
    """A pair of a matching question; trainees see the matches in another order."""

    text = blocks.CharBlock(label=_("This"), max_length=500)
    match = blocks.CharBlock(label=_("belongs with"), max_length=500)

    class Meta:
        icon = "resubmit"
        label = _("Pair")


class AcceptedAnswerBlock(blocks.StructBlock):
    """Words accepted as a short answer; compared without regard to case, spaces and Khmer typing."""

    text = blocks.CharBlock(label=_("Accepted answer"), max_length=250)
    feedback = blocks.CharBlock(label=_("Feedback"), max_length=500, required=False)

    class Meta:
        icon = "check"
        label = _("Accepted answer")


class NumberAnswerBlock(blocks.StructBlock):
    value = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(
        label=_("May be off by"),
        min_value=0,
        default=0,
        help_text=_("0 asks for exactly this number."),
    )
    feedback = blocks.CharBlock(label=_("Feedback"), max_length=500, required=False)

    class Meta:
        icon = "order"
        label = _("Right number")


class AnswerBlocks(blocks.StreamBlock):
    """What the choices of a question are made of: see ``courses.models.questions.ANSWER_BLOCKS``."""

    choice = ChoiceBlock()
    pair = PairBlock()
    item = blocks.CharBlock(label=_("Step, in the right order"), max_length=500, icon="list-ol")
    accepted = AcceptedAnswerBlock()
    number = NumberAnswerBlock()


class LessonBlocks(blocks.StreamBlock):
    """Names are stored in every lesson: add, but never rename."""

    rich_text = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=TEXT_FEATURES,
        template="courses/blocks/rich_text.html",
    )
    key_point = blocks.RichTextBlock(
        label=_("Key point"),
        icon="key",
        features=LINE_FEATURES,
        help_text=_("One or two sentences worth remembering."),
        template="courses/blocks/key_point.html",
    )
    activity = ActivityBlock()
    case_study = CaseStudyBlock()
    reflection = blocks.RichTextBlock(
        label=_("Reflection"),
        icon="edit",
        features=LINE_FEATURES,
        help_text=_("A question for the reader's own work, answered in their own notes."),
        template="courses/blocks/reflection.html",
    )
    table = TableBlock()
    image = ImageBlock()
    document = DocumentBlock()
    video_link = VideoLinkBlock()
    quote = QuoteBlock()
    further_reading = blocks.RichTextBlock(
        label=_("Further reading"),
        icon="link",
        features=["bold", "italic", "ul", "link", "document-link"],
        template="courses/blocks/further_reading.html",
    )
