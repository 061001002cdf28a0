"""Questions of an assessment: their kinds, their answers, and what makes one unanswerable."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from courses.blocks import AnswerBlocks
from courses.models.mixins import synchronised, translated


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    TRUE_FALSE = "true-false", _("True or false")
    MATCHING = "matching", _("Matching pairs")
    ORDERING = "ordering", _("Putting in order")
    SHORT_ANSWER = "short", _("Short answer")
    NUMBER = "number", _("Number")
    RATING = "rating", _("Rating scale (not marked)")
    OPEN_TEXT = "open", _("Open text (a trainer marks it)")


# The blocks of ``choices`` that a kind is answered with; a kind without any needs none.
ANSWER_BLOCKS = {
    QuestionKind.SINGLE: "choice",
    QuestionKind.MULTIPLE: "choice",
    QuestionKind.TRUE_FALSE: "choice",
    QuestionKind.MATCHING: "pair",
    QuestionKind.ORDERING: "item",
    QuestionKind.SHORT_ANSWER: "accepted",
    QuestionKind.NUMBER: "number",
    QuestionKind.RATING: "item",
    QuestionKind.OPEN_TEXT: None,
}
ANSWERS_HELP = _(
    "One or several right answers, true or false: add “Choice” and tick what is right. "
    "Matching pairs: “Pair”. Putting in order: “Step”, in the right order. Short answer: "
    "“Accepted answer”, one for each spelling. Number: “Right number”. Rating scale: “Step”, from "
    "low to high, or none for 1 to 5. Open text: nothing."
)
CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)


def problem_with_choices(kind: str, right: int, wrong: int) -> str:
    """Say what is wrong with a question of ``kind`` that has so many choices; "" when nothing is."""
    if right == 0:
        return gettext("has no right answer. Tick “right” at one of its choices.")
    if kind == QuestionKind.TRUE_FALSE and (right, wrong) != (1, 1):
        return gettext("is true or false: it needs exactly two choices, one of them right.")
    if kind == QuestionKind.SINGLE and right > 1:
        return gettext(
            "has more than one right answer. Keep one, or choose “Several right answers”."
        )
    if right + wrong < 2:
        return gettext("has only one choice. Add a plausible wrong one.")
    return ""


def problem_with_answers(kind: str, answers: list[tuple[str, dict]]) -> str:
    """Say what is wrong with the ``answers`` (block name, value) of a question; "" when nothing is."""
    wanted = ANSWER_BLOCKS[kind]
    if any(name != wanted for name, _value in answers):
        if wanted is None:
            return gettext("is open text: it has no answers to choose from. Take them out.")
        return gettext("has answers of another kind. Use only “%(kind)s”.") % {
            "kind": AnswerBlocks().child_blocks[wanted].label
        }
    if kind in CHOOSING:
        right = sum(bool(value["is_correct"]) for _name, value in answers)
        return problem_with_choices(kind, right, len(answers) - right)
    if kind == QuestionKind.MATCHING:
        if len(answers) < 2:
            return gettext("needs two pairs or more.")
        matches = [value["match"].strip() for _name, value in answers]
        if len(set(matches)) < len(matches):
            return gettext("has the same match twice, so that nobody could tell the two apart.")
    if kind == QuestionKind.ORDERING and len(answers) < 2:
        return gettext("needs two steps or more, in the right order.")
    if kind == QuestionKind.RATING and len(answers) == 1:
        return gettext(
            "has a scale of one step. Add steps, or leave all out for a scale of 1 to 5."
        )
    if kind == QuestionKind.SHORT_ANSWER and not answers:
        return gettext("has no accepted answer. Add the words that you would accept.")
    if kind == QuestionKind.NUMBER and not answers:
        return gettext("has no right number. Add it, with how far off an answer may be.")
    return ""


class Question(TranslatableMixin, Orderable):
    """A question and its answers.

    Answers are blocks, not rows: they are only ever read with their question, and their ids stay
    the same in every language. Which blocks a kind takes stands in ``ANSWER_BLOCKS``.
    """

    page = ParentalKey("courses.AssessmentPage", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.SINGLE
    )
    text = models.TextField(_("question"))
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    choices = StreamField(AnswerBlocks(), verbose_name=_("answers"), blank=True)
    # The translation_key of a ModuleObjective: the same in every language.
    objective_key = models.UUIDField(_("objective"), null=True, blank=True)

    panels = [
        FieldPanel("text"),
        FieldRowPanel(
            [
                FieldPanel("kind"),
                FieldPanel("points", help_text=_("A rating scale has none: it is not marked.")),
            ]
        ),
        FieldPanel("choices", help_text=ANSWERS_HELP),
        FieldPanel("objective_key"),
    ]
    translatable_fields = [
        *translated("text", "choices"),
        *synchronised("kind", "points", "objective_key"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.text
