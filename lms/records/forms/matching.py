"""The form of the matching page: one choice a learner."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.records.models import Enrolment, Person
from lms.records.services.matching import Match, Mentor


def describe(mentor: Mentor) -> str:
    """Name, load, province and language of a mentor in one line."""
    load = ngettext("%(count)s learner", "%(count)s learners", mentor.load) % {"count": mentor.load}
    person = mentor.person
    parts = [person.name, load, person.get_province_display(), person.get_language_display()]
    return " · ".join(str(part) for part in parts if part)


class MatchForm(forms.Form):
    """A select for each learner; with ``suggest`` it begins with who fits best."""

    def __init__(self, *args, matches: list[Match], suggest: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.matches = matches
        for one in matches:
            initial = one.suggested.person.pk if suggest and one.suggested else ""
            self.fields[self._name(one)] = forms.TypedChoiceField(
                label=_("Mentor"),
                choices=[("", _("not now")), *((m.person.pk, describe(m)) for m in one.fitting)],
                coerce=int,
                empty_value=None,
                required=False,
                initial=initial,
            )

    @staticmethod
    def _name(one: Match) -> str:
        return f"mentor_{one.enrolment.pk}"

    def rows(self):
        """Each match with its bound field."""
        for one in self.matches:
            yield one, self[self._name(one)]

    def pairs(self) -> list[tuple[Enrolment, Person]]:
        """The learners for whom somebody was chosen."""
        return [
            (one.enrolment, mentor.person)
            for one in self.matches
            for mentor in one.fitting
            if mentor.person.pk == self.cleaned_data.get(self._name(one))
        ]
