"""Forms of assignments: handing in, and marking by the rubric."""

from datetime import datetime

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import AssignmentPage
from lms.fields import DecimalField
from lms.records.forms.nudge import NudgedForm
from lms.records.models import Submission
from lms.records.services.assignments import Mark
from lms.uploads import UploadField

LONGEST_TEXT = 20_000
LONGEST_FEEDBACK = 4000


class HandInForm(NudgedForm):
    """Text, a file, or both, as the assignment takes them.

    ``waiting`` is work that this one would replace: its text and file are there to begin with.
    ``returned`` is work to go on from: its text is, its file is not, for it is to be worked over.
    """

    text = forms.CharField(
        label=gettext_lazy("Your work"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    file = UploadField(label=gettext_lazy("File"), required=False)
    keeps_file = forms.BooleanField(required=False)

    nudged = ("text",)

    def __init__(
        self,
        *args,
        assignment: AssignmentPage,
        waiting: Submission | None = None,
        returned: Submission | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        before = waiting or returned
        if assignment.takes_text:
            self.fields["text"].initial = before.text if before else ""
            self.fields["text"].required = not assignment.takes_file
        else:
            del self.fields["text"]
        self.has_file_already = bool(waiting and waiting.file and assignment.takes_file)
        if not assignment.takes_file:
            del self.fields["file"]
        elif not assignment.takes_text and not self.has_file_already:
            self.fields["file"].required = True
        if self.has_file_already:
            self.fields["keeps_file"].label = _("Keep the file handed in before: %(file)s") % {
                "file": waiting.file_name
            }
            self.fields["keeps_file"].initial = True
        else:
            del self.fields["keeps_file"]

    def work_fields(self):
        """The bound fields to draw, in order; the nudge draws the others."""
        return [self[name] for name in ("text", "keeps_file", "file") if name in self.fields]

    def clean(self):
        data = super().clean()
        handed_in = (data.get("text", "").strip(), data.get("file"), data.get("keeps_file"))
        if not any(handed_in) and not self.errors:
            self.add_error(None, _("Write something or choose a file, then hand it in."))
        if self.errors and data.get("file"):
            self.add_error("file", _("Choose the file once more: a browser does not remember it."))
        return data

    def work(self) -> dict:
        """What ``services.assignments.hand_in`` takes beside the person and the assignment."""
        return {
            "text": self.cleaned_data.get("text", ""),
            "file": self.cleaned_data.get("file"),
            "keeps_file": self.cleaned_data.get("keeps_file", False),
            "warned": self.cleaned_data["warned"],
        }


class MarkForm(NudgedForm):
    """Points and words for each criterion of a submission's frozen rubric, and on the whole.

    The button pressed is ``accept`` or ``return``. Accepting takes points for every criterion,
    returning takes a word on what to change.
    """

    use_required_attribute = False  # a browser would ask for points before it returns the work

    seen = forms.CharField(widget=forms.HiddenInput)
    feedback = forms.CharField(
        label=gettext_lazy("On the whole"),
        help_text=gettext_lazy("What is good, and what one thing would make it better."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_FEEDBACK,
        required=False,
    )

    def __init__(self, *args, submission: Submission, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = submission.submitted_at.isoformat()
        self.rubric = submission.rubric
        for number, criterion in enumerate(self.rubric, start=1):
            self.fields |= {
                f"points_{number}": DecimalField(
                    label=_("Points, 0 to %(most)s") % {"most": criterion["points"]},
                    min_value=0,
                    max_value=criterion["points"],
                    max_digits=7,
                    decimal_places=2,
                    required=not self.is_bound or self.accepts,
                    error_messages={"required": _("Give points here, or return the work.")},
                ),
                f"feedback_{number}": forms.CharField(
                    label=_("Feedback"),
                    widget=forms.Textarea(attrs={"rows": 2}),
                    max_length=LONGEST_FEEDBACK,
                    required=False,
                ),
            }
        self.nudged = (
            "feedback",
            *(f"feedback_{number}" for number in range(1, len(self.rubric) + 1)),
        )

    @property
    def accepts(self) -> bool:
        return "accept" in self.data

    def criterion_rows(self):
        """Each criterion with its two bound fields."""
        for number, criterion in enumerate(self.rubric, start=1):
            yield criterion, [self[f"points_{number}"], self[f"feedback_{number}"]]

    def clean_seen(self) -> datetime:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None or seen.tzinfo is None:
            raise forms.ValidationError(_("Reload the page and mark the work again."))
        return seen

    def clean(self):
        data = super().clean()
        if not self.accepts and not any(data.get(name, "").strip() for name in self.nudged):
            self.add_error("feedback", _("Say what to work over before you return it."))
        return data

    def refuse(self, reason: str, *, submission: Submission) -> None:
        """Say why nothing was saved; sent again, the form speaks of ``submission`` as it is now."""
        self.add_error(None, reason)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = submission.submitted_at.isoformat()

    def outcome(self) -> dict:
        """What ``services.assignments.mark_submission`` takes beside the work and the actor."""
        data = self.cleaned_data
        return {
            "seen": data["seen"],
            "accepts": self.accepts,
            "feedback": data["feedback"],
            "marks": {
                criterion["key"]: Mark(data[f"points_{number}"], data[f"feedback_{number}"])
                for number, criterion in enumerate(self.rubric, start=1)
            },
        }
