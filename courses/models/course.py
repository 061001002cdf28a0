"""A course, what a trainee can do after it, and what comes before it."""

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from courses.models.assessments import AssessmentPage
from courses.models.lessons import LessonPage, ModulePage
from courses.models.mixins import (
    PAGE_FIELDS,
    InCourseMixin,
    SearchTextMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.page_forms import CoursePageForm
from courses.panels import CodePanel, TitlePanel, course_tabs, keeper


class Level(models.IntegerChoices):
    FOUNDATION = 1, _("Foundation")
    FURTHER = 2, _("Further")


class Delivery(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Workshop and online")


class CourseKind(models.TextChoices):
    """An event is prepared, registered for and attended like a course, without lessons to do."""

    COURSE = "course", _("Course")
    EVENT = "event", _("Event")


class CertificateGiven(models.TextChoices):
    COMPLETION = "completion", _("Certificate of completion")
    ATTENDANCE = "attendance", _("Certificate of attendance")
    NONE = "none", _("No certificate")


class CoursePage(SearchTextMixin, StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """A course: what a cohort runs and a certificate names.

    ``minutes`` is the training time (a day is 360). The completion rule is judged by those who
    keep the records: ``attendance_percent`` (0-100) of planned minutes, every required lesson
    done when ``required_lessons``, and the post-test at ``AssessmentPage.pass_percent`` or better.
    """

    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=CourseKind,
        default=CourseKind.COURSE,
        help_text=_("An event is a meeting, forum or conference: people register and attend."),
    )
    code = models.SlugField(
        _("code"),
        max_length=20,
        help_text=_(
            "Short and lasting, such as PCM1. Do not change it once the course has been run."
        ),
    )
    summary = models.CharField(
        _("summary"),
        max_length=255,
        help_text=_("One or two plain sentences: what a trainee takes home from this course."),
    )
    audience = models.CharField(
        _("who it is for"),
        max_length=255,
        blank=True,
        help_text=_("One sentence: which people, and what they need to know already."),
    )
    introduction = RichTextField(_("introduction"), blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FOUNDATION)
    delivery = models.CharField(
        _("way of delivery"), max_length=10, choices=Delivery, default=Delivery.WORKSHOP
    )
    minutes = models.PositiveIntegerField(
        _("training minutes"),
        default=0,
        help_text=_("All modules together. A training day is 360 minutes, half a day is 180."),
    )
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed (%)"),
        default=80,
        validators=[MaxValueValidator(100)],
        help_text=_("How much of the training time a trainee must attend to complete the course."),
    )
    required_lessons = models.BooleanField(_("every required lesson must be done"), default=True)
    certificate = models.CharField(
        _("certificate"),
        max_length=12,
        choices=CertificateGiven,
        default=CertificateGiven.COMPLETION,
        help_text=_("What those who meet the rule are given."),
    )
    follow_up_months = models.CharField(
        _("follow-up after (months)"),
        max_length=50,
        blank=True,
        default="3, 6, 12",
        validators=[
            RegexValidator(
                r"^\s*\d+(\s*,\s*\d+)*\s*$", _("Write whole numbers with commas, such as 3, 6, 12.")
            )
        ],
        help_text=_("When to ask trainees what they have used, such as 3, 6, 12."),
    )

    levels_below_course = 0
    shown_texts = ("summary", "audience", "introduction")
    parent_page_types = ["courses.CurriculumPage"]
    subpage_types = [
        "courses.ModulePage",
        "courses.AssessmentPage",
        "courses.AssignmentPage",
        "courses.EvaluationPage",
    ]
    base_form_class = CoursePageForm
    content_panels = [
        TitlePanel(),
        CodePanel(),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("audience")], heading=_("In the catalogue")
        ),
        FieldPanel("introduction"),
        InlinePanel(
            "objectives",
            heading=_("By the end a trainee can …"),
            label=_("Objective"),
            help_text=_(
                "Three to five. Begin each with something one can see a person do: draw, explain, "
                "plan, count. “Know” and “understand” cannot be seen."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([keeper("kind"), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("delivery"), FieldPanel("minutes")]),
                InlinePanel(
                    "prerequisites",
                    heading=_("Courses to complete first"),
                    label=_("Course to complete first"),
                ),
            ],
            heading=_("Level and time"),
        ),
    ]
    completion = MultiFieldPanel(
        [
            FieldRowPanel([keeper("attendance_percent"), keeper("required_lessons")]),
            FieldRowPanel([keeper("certificate"), keeper("follow_up_months")]),
        ],
        heading=_("Completion and follow-up"),
        help_text=_(
            "The pass mark stands on the post-test. People who have already completed the "
            "course keep their completion when you change this. For an event attendance alone "
            "counts, and nobody is asked months later."
        ),
    )
    edit_handler = course_tabs(content_panels, settings=[completion])
    search_fields = [
        *Page.search_fields,
        index.SearchField("code"),
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("introduction"),
    ]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("summary", "audience", "introduction", "objectives"),
        *synchronised("kind", "certificate", "code", "level", "delivery", "minutes"),
        *synchronised("attendance_percent", "required_lessons", "follow_up_months"),
        *synchronised("prerequisites"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def searchable(self) -> str:
        objectives = " ".join(objective.text for objective in self.objectives.all())
        introduction = get_text_for_indexing(self.introduction)
        return " ".join(
            [self.title, self.code, self.summary, self.audience, objectives, introduction]
        )

    @property
    def is_event(self) -> bool:
        return self.kind == CourseKind.EVENT

    def modules(self):
        """Live modules in page order."""
        return ModulePage.objects.child_of(self).live().order_by("path")

    def lessons(self):
        """Live lessons of live modules in page order, without their bodies."""
        return LessonPage.objects.of_course(self)

    def assessments(self):
        """Live assessments in page order."""
        return AssessmentPage.objects.child_of(self).live().order_by("path")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"objectives": self.objectives.all()}

    def follow_up_after(self) -> list[int]:
        """Months after the course at which trainees are asked what they have used.

        Nobody is asked what they have used of an event.
        """
        if self.is_event:
            return []
        return [int(part) for part in self.follow_up_months.split(",") if part.strip()]


def course_of(page) -> CoursePage:
    """The course that a module, lesson or assessment belongs to (one query)."""
    return CoursePage.objects.get(path=page.course_path)


class CourseObjective(TranslatableMixin, Orderable):
    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("By the end a trainee can"), max_length=255)

    translatable_fields = translated("text")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self):
        return self.text


class CoursePrerequisite(Orderable):
    """A course to complete first; points at the course in the site's default language."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="prerequisites")
    course = models.ForeignKey(
        CoursePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("course")
    )

    panels = [PageChooserPanel("course", "courses.CoursePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("course to complete first")
        verbose_name_plural = _("courses to complete first")

    def __str__(self):
        return self.course.title
