"""How large a file may be that somebody sends."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext


def check_size(file, limit: int) -> None:
    if file.size > limit:
        raise forms.ValidationError(
            gettext("The file is larger than %(limit)s.") % {"limit": filesizeformat(limit)}
        )
