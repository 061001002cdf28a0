"""What a person read, answered and completed, in any language of the course."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from courses.models import AssessmentKind
from lms.fields import site_languages
from lms.records.models.cohorts import Enrolment
from lms.records.models.people import Person


class LessonProgress(models.Model):
    """A person and a lesson. Keys are ``translation_key``s, so they survive moves and translations.

    ``place`` is the id of the block that was read last; empty at the beginning.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lesson_progress")
    course_key = models.UUIDField()
    lesson_key = models.UUIDField()
    title = models.CharField(max_length=255)
    opened_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson_key"], name="one_progress_a_lesson")
        ]
        indexes = [models.Index(fields=["person", "course_key"], name="progress_person_course")]

    def __str__(self):
        return self.title


class LessonNote(models.Model):
    """What a person wrote for themselves beside a lesson. Nobody else reads it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lesson_notes")
    course_key = models.UUIDField()
    lesson_key = models.UUIDField()
    title = models.CharField(max_length=255)
    text = models.TextField(_("your notes"))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson_key"], name="one_note_a_lesson")
        ]
        indexes = [models.Index(fields=["person", "course_key"], name="note_person_course")]

    def __str__(self):
        return self.title


class AssessmentAttemptQuerySet(models.QuerySet):
    def submitted(self):
        """Handed in, by the person or because the time was up."""
        return self.filter(submitted_at__isnull=False)

    def needing_marking(self):
        """Handed in with open answers that no trainer has read yet, who waits longest first."""
        return self.submitted().filter(needs_marking=True).order_by("submitted_at", "pk")

    def overdue(self):
        """Still open although no more answer is taken; a service hands them in."""
        return self.filter(
            submitted_at__isnull=True, due_at__lt=timezone.now() - AssessmentAttempt.GRACE
        )

    def without_questions(self):
        """For lists: leave the frozen questions and the answers in the database."""
        return self.defer("questions", "answers", "marks")


class AssessmentAttempt(models.Model):
    """One try at an assessment, with the questions as they were when it began.

    ``questions`` are frozen as :func:`courses.freezing.snapshot_questions` made them, in the order
    shown; ``answers`` maps a question key to a list of texts (keys of choices, or what was typed).
    ``language`` is the one the questions are written in. After ``due_at`` and ``GRACE``, which is
    for slow networks, no answer is taken.

    Scores are points; ``percent`` is 0-100. Both are empty while ``needs_marking``: then a trainer
    has open answers to read; ``marks`` maps their question keys to ``{"points", "feedback"}``,
    points as text such as "2.50".
    """

    GRACE = timedelta(seconds=60)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    course_key = models.UUIDField()
    assessment_key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=AssessmentKind)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=5, choices=site_languages)
    pass_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    questions = models.JSONField()
    answers = models.JSONField(default=dict)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    max_score = models.DecimalField(max_digits=7, decimal_places=2)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    needs_marking = models.BooleanField(default=False)
    marks = models.JSONField(default=dict, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AssessmentAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assessment_key"],
                condition=models.Q(submitted_at__isnull=True),
                name="one_open_attempt_an_assessment",
            )
        ]
        indexes = [
            models.Index(fields=["person", "course_key"], name="attempt_person_course"),
            models.Index(
                fields=["course_key"],
                condition=models.Q(needs_marking=True),
                name="attempt_needs_marking",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def passed(self) -> bool | None:
        """Whether the pass mark was reached; ``None`` where nobody can fail, or not handed in."""
        if self.pass_percent is None or self.percent is None:
            return None
        return self.percent >= self.pass_percent

    @property
    def is_open(self) -> bool:
        """Begun and not handed in yet."""
        return self.submitted_at is None

    @property
    def is_overdue(self) -> bool:
        """What ``overdue()`` says of this attempt."""
        return (
            self.is_open
            and self.due_at is not None
            and self.due_at < timezone.now() - AssessmentAttempt.GRACE
        )


class Completion(models.Model):
    """The frozen judgement that an enrolment met the course's rule.

    ``rule`` holds the course's rule as it was (``attendance_percent``, ``required_lessons``,
    ``post_test_percent``, ``course_revision``), ``figures`` what it was judged on
    (``attendance_percent``, ``minutes_attended``, ``minutes_planned``, ``lessons_done``,
    ``lessons_required``, ``post_test_percent``); percentages of figures are text, such as "87.50".
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    course_key = models.UUIDField()
    completed_on = models.DateField(_("completed on"))
    rule = models.JSONField()
    figures = models.JSONField()
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_on", "-pk"]
        indexes = [models.Index(fields=["course_key"], name="completion_course")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.completed_on}"
