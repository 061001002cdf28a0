"""The form of a cohort in the Wagtail admin, and its rows: quotas and sessions."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Locale

from courses.models import Delivery
from lms.records.models import Person


class CohortForm(WagtailAdminModelForm):
    mode = forms.ChoiceField(
        label=_("Way of delivery"),
        choices=[("", _("As the course says")), *Delivery.choices],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        trainers = get_user_model().objects.with_perm(
            "records.train",
            include_superusers=False,
            backend="django.contrib.auth.backends.ModelBackend",
        )
        eligible = Person.objects.filter(user__in=trainers.values("pk"))
        if self.instance.pk:
            eligible |= Person.objects.filter(cohorts_trained=self.instance)
        else:
            self.initial["mode"] = ""
        self.fields["trainers"].queryset = eligible.distinct()

    def clean_course(self):
        """The page in the site's default language stands for the course in all of them."""
        course = self.cleaned_data["course"]
        return course.get_translation_or_none(Locale.get_default()) or course

    def clean_capacity(self):
        """Nobody loses a place by a number: who has one is withdrawn by hand first."""
        capacity = self.cleaned_data["capacity"]
        if capacity is None or not self.instance.pk:
            return capacity
        taken = self.instance.enrolments.holding_a_place().count()
        if capacity < taken and capacity != self.instance.capacity:
            raise forms.ValidationError(
                _("%(taken)s people have a place already. Write this number or more.")
                % {"taken": taken}
            )
        return capacity

    def clean(self):
        data = super().clean()
        for begin, end in (
            ("starts_on", "ends_on"),
            ("registration_opens_on", "registration_closes_on"),
        ):
            if data.get(begin) and data.get(end) and data[end] < data[begin]:
                self.add_error(end, _("This is before the first day."))
        opens, ends = data.get("registration_opens_on"), data.get("ends_on")
        if opens and ends and opens > ends:
            self.add_error("registration_opens_on", _("This is after the cohort’s last day."))
        if not data.get("mode") and data.get("course"):
            data["mode"] = data["course"].delivery
        return data


class QuotaFormSet(BaseChildFormSet):
    """One row an organisation."""

    def clean(self):
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            organisation = data.get("organisation")
            if organisation is None or data.get("DELETE"):
                continue
            if organisation in seen:
                form.add_error("organisation", _("This organisation has a row already."))
            seen.add(organisation)
        if not any(form.errors for form in self.forms):
            super().clean()


class SessionFormSet(BaseChildFormSet):
    """Sessions are added, named and moved here; who has a place is told of it.

    One with a filled-in register stays as long and where it was. Once people are in the cohort, a
    session is cancelled on the cohort's page instead of taken out here, so that they get the news.
    """

    def clean(self):
        super().clean()
        has_people = bool(self.instance.pk) and self.instance.enrolments.exists()
        for form in self.initial_forms:
            name = {"session": form.instance.topic}
            is_deleted = form in self.deleted_forms
            if (is_deleted or moves(form)) and form.instance.attendances.exists():
                raise forms.ValidationError(
                    _("“%(session)s” has a register that is filled in, so it stays.") % name
                )
            if has_people and is_deleted:
                raise forms.ValidationError(
                    _(
                        "People are to be told when “%(session)s” is cancelled. Do it on the "
                        "cohort’s page under “Teaching”: they get the news from there."
                    )
                    % name
                )


def moves(form) -> bool:
    """Whether the form gives its session another time or length; seconds are never typed."""
    before, after = dict(form.initial), form.cleaned_data
    for values in (before, after):
        if values.get("starts_at"):
            values["starts_at"] = values["starts_at"].replace(second=0, microsecond=0)
    return any(
        name in after and before[name] != after[name] for name in ("starts_at", "planned_minutes")
    )
