"""A form that asks once more before it keeps what looks like someone's personal data."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.records.nudge import Finding, find_personal_data


class NudgedForm(forms.Form):
    """Fields in ``nudged`` are looked through; see ``lms.records.nudge`` for what is found.

    With a finding the form is invalid until the writer takes it out or ticks ``confirm``.
    ``warned`` remembers through the next sending that the warning was shown; a view hands it to
    the service. The confirm box is drawn by ``records/includes/nudge.html``.
    """

    nudged: tuple[str, ...] = ()
    note = gettext_lazy(
        "Write about skills, never about a client: no names, phone numbers or places. "
        "The site warns about numbers, but it cannot recognise names."
    )

    confirm = forms.BooleanField(
        label=gettext_lazy("It is nobody's personal data. Keep it as it is."), required=False
    )
    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        self.findings: list[Finding] = []
        for name in self.nudged:
            self.findings += find_personal_data(data.get(name) or "")
        self.findings = list(dict.fromkeys(self.findings))
        if self.findings:
            self._remember_warning()
            data["warned"] = True
            if not data.get("confirm"):
                self.add_error(None, self._warning())
        return data

    def _remember_warning(self):
        self.data = self.data.copy()
        self.data[self.add_prefix("warned")] = "on"

    def _warning(self) -> str:
        found = ", ".join(str(finding.label) for finding in self.findings)
        return _(
            "This looks like it contains %(found)s. Please take it out, or tick the box to confirm "
            "that it is nobody's personal data. Nothing is saved yet."
        ) % {"found": found}
