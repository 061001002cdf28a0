"""The editor's forms of an assessment and its questions."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model
from wagtail.blocks.stream_block import StreamBlockValidationError

from courses.models.lessons import ModuleObjective
from courses.models.questions import QuestionKind, problem_with_answers
from courses.page_forms import TestPageForm

Choices = list[tuple[str, object]]


def objective_choices(course) -> Choices:
    """Objectives of all modules of ``course`` (in its language) as grouped choices: one query.

    Drafts count: a trainer writes the test before the course is published.
    """
    if course is None:
        return []
    rows = (
        ModuleObjective.objects.filter(page__in=course.get_children())
        .order_by("page__path", "sort_order")
        .values_list("page__title", "page_id", "translation_key", "text")
    )
    groups: dict[int, tuple[str, list]] = {}
    for title, module_id, key, text in rows:
        groups.setdefault(module_id, (title, []))[1].append((str(key), text))
    return list(groups.values())


def objectives_by_key(choices: Choices) -> dict[str, tuple[str, str]]:
    """Module title and text of each objective among ``choices``."""
    return {key: (module, text) for module, rows in choices for key, text in rows}


def _key(value) -> UUID:
    """A key as it was sent, or as it stands in the question already."""
    return UUID(str(value))


class QuestionForm(WagtailAdminModelForm):
    """A question whose objective is chosen by its words.

    ``objectives`` come from the form of the page: see :class:`AssessmentPageForm`.
    """

    objective_key = forms.TypedChoiceField(
        label=_("Objective"),
        required=False,
        coerce=_key,
        empty_value=None,
        widget=forms.Select(attrs={"class": "w-w-full"}),
        help_text=_(
            "What the question is about. Figures show the gain for each objective, and a random "
            "draw takes some of each."
        ),
    )

    def __init__(self, *args, objectives: Choices = (), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("No objective")), *objectives]
        kept = self.initial.get("objective_key")
        if kept and str(kept) not in objectives_by_key(objectives):
            choices.append((str(kept), _("An objective that is not in this course any more")))
        self.fields["objective_key"].choices = choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == QuestionKind.RATING:
            cleaned["points"] = 0
        elif cleaned.get("points") == 0 and "kind" in cleaned:
            self.add_error("points", _("Give at least 1 point. Only a rating scale has none."))
        return cleaned

    def refuse_answers(self, message: str) -> None:
        """Say at the answers what is wrong with them."""
        error = StreamBlockValidationError(non_block_errors=[ValidationError(message)])
        self.add_error("choices", error)


class QuestionsPanel(InlinePanel):
    """Edits questions with :class:`QuestionForm`; Wagtail's own panel takes no form."""

    def get_form_options(self):
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        deferred = getattr(formset.get("form"), "_meta", None)
        formset["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=QuestionForm,
            defer_required_on_fields=deferred.defer_required_on_fields if deferred else [],
        )
        return options


class AssessmentPageForm(TestPageForm):
    """Refuses questions that nobody could answer rightly, and draws that cannot be made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        questions = self.formsets.get("questions")
        if questions is not None:
            questions.form_kwargs["objectives"] = objective_choices(self._course())

    def clean(self):
        cleaned = super().clean()
        questions = self.formsets.get("questions")
        kept = self._kept(questions) if questions is not None else []
        for number, form in enumerate(kept, start=1):
            answers = [(block.block_type, block.value) for block in form.cleaned_data["choices"]]
            problem = problem_with_answers(form.cleaned_data["kind"], answers)
            if problem:
                message = gettext("Question %(number)s %(problem)s") % {
                    "number": number,
                    "problem": problem,
                }
                form.refuse_answers(message)
                self.add_error(None, ValidationError(message))
        if questions is not None and cleaned.get("kind"):
            self._check_how_it_is_taken(cleaned, len(kept))
        return cleaned

    def _course(self):
        if self.parent_page is not None:
            return self.parent_page
        return self.instance.get_parent() if self.instance.pk else None

    def _kept(self, questions) -> list[QuestionForm]:
        kept = [
            form
            for form in questions.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)

    def _check_how_it_is_taken(self, cleaned: dict, own: int) -> None:
        pools = self._other_pools()
        if cleaned["kind"] == "pool":
            self._check_pool(cleaned, pools)
            return
        if cleaned["kind"] == "pre-test" and cleaned.get("pass_percent"):
            message = _("Nobody fails a pre-test: leave the pass mark empty.")
            self.add_error("pass_percent", message)
        draws_from_pool = cleaned.get("draws_from_pool")
        if draws_from_pool and not pools:
            message = _(
                "This course has no question pool yet. Make one first: an assessment of the kind "
                "“question pool” in the same course."
            )
            self.add_error("draws_from_pool", message)
            return
        available = own
        if draws_from_pool:
            available += sum(pool.questions.count() for pool in pools)
        if (cleaned.get("draw_count") or 0) > available:
            message = gettext(
                "There are %(available)s questions to draw from. Draw fewer, or write more."
            ) % {"available": available}
            self.add_error("draw_count", message)

    def _check_pool(self, cleaned: dict, others: list) -> None:
        if others:
            message = gettext(
                "This course has a question pool already: “%(title)s”. Add the questions there."
            ) % {"title": others[0].title}
            self.add_error("kind", message)
        for name in ("pass_percent", "draw_count", "draws_from_pool"):
            if cleaned.get(name):
                message = _("A pool is not taken by itself: leave this to the test that draws.")
                self.add_error(name, message)

    def _other_pools(self) -> list:
        course = self._course()
        if course is None:
            return []
        assessments = type(self.instance).objects.child_of(course).exclude(pk=self.instance.pk)
        return list(assessments.filter(kind="pool"))
