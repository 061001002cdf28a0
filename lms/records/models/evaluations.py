"""Answers to a course's evaluation, kept apart from who gave them."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.records.models.cohorts import Cohort, Enrolment


class EvaluationGiven(models.Model):
    """That somebody has answered, so that nobody answers twice. Says neither when nor what."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="evaluations_given"
    )
    evaluation_key = models.UUIDField()

    class Meta:
        verbose_name = _("evaluation given")
        verbose_name_plural = _("evaluations given")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "evaluation_key"], name="one_evaluation_an_enrolment"
            )
        ]

    def __str__(self):
        return str(self.evaluation_key)


class EvaluationResponse(models.Model):
    """What an unnamed person of a cohort answered.

    The id is random and no time is kept, so that neither order nor clock tells whose it is.
    ``answers`` is a list of ``{"key", "kind", "text", "answer"}``: the question as it was, and a
    number 1-5 or a text. ``is_released`` answers count in the results; those given since wait until
    there are enough of them to be released together.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="evaluation_responses"
    )
    evaluation_key = models.UUIDField()
    answers = models.JSONField()
    is_released = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("answers to an evaluation")
        verbose_name_plural = _("answers to evaluations")
        ordering = ["pk"]

    def __str__(self):
        return str(self.evaluation_key)
