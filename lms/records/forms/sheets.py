"""The form that takes photographs of a signed sheet, several at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.uploads import IMAGES, UploadField

KINDS = ("pdf", *IMAGES)
MOST_FILES = 20


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SheetFilesField(UploadField):
    """Pictures and PDFs, each checked by its content; cleans to a list."""

    default_help_text = gettext_lazy(
        "Photographs or a scan (PDF), one for each page; 10 MB each at most."
    )

    def __init__(self, **kwargs):
        accept = ",".join(f".{kind}" for kind in KINDS)
        super().__init__(**{"widget": _SeveralFiles(attrs={"accept": accept})} | kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(most)s files at once, please.") % {"most": MOST_FILES}
            )
        if not uploads:
            return super().clean(None, initial)
        return [self._clean_one(upload) for upload in uploads]

    def _clean_one(self, upload):
        file = super().clean(upload)
        if file.name.rpartition(".")[2] not in KINDS:
            raise forms.ValidationError(_("Only pictures and PDF files, please."))
        return file


class SheetForm(forms.Form):
    """``days`` are the days on which the cohort meets, with how each is written."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day of the sheet"))
    files = SheetFilesField(label=gettext_lazy("Photographs of the signed sheet"))

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(day.isoformat(), written) for day, written in days]
        self.fields["day"].coerce = {day.isoformat(): day for day, _written in days}.get
