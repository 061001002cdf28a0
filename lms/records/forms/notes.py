"""Notes of one's own."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from lms.records.models import LessonNote
from lms.records.services.notes import LONGEST_NOTE, version_of


class NoteForm(forms.Form):
    """``seen`` names the state of the note that the writer began from."""

    # A validator, not max_length: a browser would cut what is pasted without a word.
    text = forms.CharField(
        label=_("Your notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[
            MaxLengthValidator(
                LONGEST_NOTE,
                _(
                    "This is longer than the 20,000 characters that can be kept. Your words are "
                    "still here: please shorten them and save again."
                ),
            )
        ],
        help_text=_("Only you can read them."),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_text(self):
        # Browsers send line ends of their own kind.
        return "\n".join(self.cleaned_data["text"].splitlines())

    @classmethod
    def of(cls, note: LessonNote | None) -> "NoteForm":
        """The form with what ``note`` says."""
        return cls(initial={"text": note.text if note else "", "seen": version_of(note)})
