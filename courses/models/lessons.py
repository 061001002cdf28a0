"""Modules and their lessons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail.search import index

from courses.blocks import LessonBlocks
from courses.models.mixins import (
    PAGE_FIELDS,
    InCourseMixin,
    SearchTextMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    same_words,
    synchronised,
    translated,
)
from courses.page_forms import CoursePageForm, LessonPageForm
from courses.panels import CodePanel, TitlePanel, course_tabs
from courses.permissions import may_see_facilitator_notes


class ModulePage(StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """A part of a course that hangs together: half a day to a day."""

    code = models.SlugField(_("code"), max_length=20, help_text=_("Short, such as D1."))
    summary = models.CharField(
        _("summary"), max_length=255, blank=True, help_text=_("One or two plain sentences.")
    )
    minutes = models.PositiveIntegerField(
        _("training minutes"),
        default=0,
        help_text=_("All lessons together. A training day is 360 minutes, half a day is 180."),
    )

    levels_below_course = 1
    shown_texts = ("summary",)
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    base_form_class = CoursePageForm
    edit_handler = course_tabs(
        [
            TitlePanel(),
            FieldRowPanel([CodePanel(), FieldPanel("minutes")]),
            FieldPanel("summary"),
            InlinePanel(
                "objectives",
                heading=_("By the end a trainee can …"),
                label=_("Objective"),
                help_text=_(
                    "Two to four. Begin each with something one can see a person do. Each question "
                    "of a test belongs to one of them."
                ),
            ),
        ]
    )
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("summary", "objectives"),
        *synchronised("code", "minutes"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"objectives": self.objectives.all()}


class ModuleObjective(TranslatableMixin, Orderable):
    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("By the end a trainee can"), max_length=255)

    translatable_fields = translated("text")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self):
        return self.text


class LessonRelease(models.TextChoices):
    """When those who take part in the course may read a lesson."""

    AT_ONCE = "at-once", _("At once")
    ON_DATE = "on-date", _("From a date on")
    AFTER_PREVIOUS = "after-previous", _("After the previous lesson is done")


class LessonQuerySet(PageQuerySet):
    def of_course(self, course):
        """Live lessons in live modules of ``course``, in page order, without their bodies."""
        modules = ModulePage.objects.child_of(course).live()
        return (
            self.live()
            .descendant_of(course)
            .alias(module_path=Left("path", len(course.path) + course.steplen))
            .filter(module_path__in=modules.order_by().values("path"))
            .defer("body", "search_text")
            .order_by("path")
        )


class LessonPage(SearchTextMixin, StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """What is read and done in one sitting."""

    objective = models.CharField(
        _("what this lesson is for"),
        max_length=255,
        blank=True,
        help_text=_("One sentence that begins “You can …”."),
    )
    minutes = models.PositiveIntegerField(
        _("minutes"), default=0, help_text=_("With its activities.")
    )
    required = models.BooleanField(_("required to complete the course"), default=True)
    release = models.CharField(
        _("open to trainees"), max_length=14, choices=LessonRelease, default=LessonRelease.AT_ONCE
    )
    released_on = models.DateField(_("from this date"), null=True, blank=True)
    body = StreamField(
        LessonBlocks(),
        blank=True,
        verbose_name=_("lesson"),
        help_text=_(
            "Short texts, then something to do. A good lesson has one key point, one activity with "
            "notes for the trainer and one question to take home."
        ),
    )

    levels_below_course = 2
    shown_texts = ("objective", "body")
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    base_form_class = LessonPageForm
    edit_handler = course_tabs(
        [
            TitlePanel(),
            FieldPanel("objective"),
            FieldPanel("body"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("minutes"), FieldPanel("required")]),
                    FieldRowPanel([FieldPanel("release"), FieldPanel("released_on")]),
                ],
                heading=_("Time and order"),
                help_text=_(
                    "Keep a lesson under 90 minutes. One that is not required still counts as time, "
                    "but nobody has to do it to complete the course."
                ),
            ),
        ]
    )
    # The body's facilitator's notes stay out of the index: see their block.
    search_fields = [
        *Page.search_fields,
        index.SearchField("objective"),
        index.SearchField("body"),
    ]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("objective", "body"),
        *synchronised("minutes", "required", "release", "released_on"),
    ]

    objects = PageManager.from_queryset(LessonQuerySet)()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        permissions = [("see_facilitator_notes", _("Can see facilitator's notes in lessons"))]

    @property
    def searchable(self) -> str:
        body = LessonPage._meta.get_field("body").get_searchable_content(self.body)
        return " ".join([self.title, self.objective, *body])

    def clean(self):
        super().clean()
        if self.release == LessonRelease.ON_DATE and self.released_on is None:
            raise ValidationError({"released_on": _("Say from which date the lesson is open.")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        self.fetch_renditions()
        user = getattr(request, "user", None)
        return context | {
            "show_facilitator_notes": user is not None and may_see_facilitator_notes(user)
        }

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if response.context_data["show_facilitator_notes"]:
            # Must never be kept where someone else could be given it.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def fetch_renditions(self):
        """Read the renditions of all pictures of the lesson in one query."""
        pictures = [block.value["image"] for block in self.body if block.block_type == "image"]
        if any(pictures):
            models.prefetch_related_objects([p for p in pictures if p], "renditions")

    def find_untranslated(self, original):
        """Beside field names, the ids of blocks that still read as in the original."""
        before = {block["id"]: block["value"] for block in original.body.raw_data}
        return super().find_untranslated(original) | {
            block["id"]
            for block in self.body.raw_data
            if same_words(before.get(block["id"]), block["value"])
        }
