"""Planning sessions: one by one, every weekday, or from a table that was typed or pasted."""

import re
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.khmer import fold_digits
from lms.records.forms.fields import DateField, TimeField, numeric_input
from lms.records.models import Person, Session
from lms.records.services.sessions import SessionPlan

AT_MOST = 100
# Topic and key of a module, and its minutes of training.
Module = tuple[str, UUID, int]


def minutes_field() -> IntegerField:
    return IntegerField(
        label=_("Minutes of training, without breaks"),
        min_value=1,
        max_value=24 * 60,
        widget=numeric_input(),
    )


class TaughtForm(forms.Form):
    """What forms of sessions share: where, by whom, and which module of the course."""

    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    trainer = forms.TypedChoiceField(
        label=_("Trainer"), coerce=int, empty_value=None, required=False
    )
    module = forms.TypedChoiceField(
        label=_("Module"), coerce=UUID, empty_value=None, required=False
    )

    def __init__(self, *args, trainers: list[Person], modules: list[Module], **kwargs):
        super().__init__(*args, **kwargs)
        # Lists, not querysets: a hundred rows of a preview would ask a hundred times.
        self.trainers = {trainer.pk: trainer for trainer in trainers}
        self.fields["trainer"].choices = [
            ("", _("Not decided")),
            *((pk, str(trainer)) for pk, trainer in self.trainers.items()),
        ]
        if "module" in self.fields:
            self.fields["module"].choices = [
                ("", _("None in particular")),
                *((str(key), title) for title, key, _minutes in modules),
            ]


class SessionForm(TaughtForm):
    topic = forms.CharField(label=_("Topic"), max_length=200)
    day = DateField(label=_("Date"))
    begins = TimeField(label=_("Begins at"))
    planned_minutes = minutes_field()

    field_order = ["day", "begins", "planned_minutes", "topic", "module", "venue", "trainer"]

    @staticmethod
    def initial_of(session: Session) -> dict:
        begins = timezone.localtime(session.starts_at)
        return {
            "topic": session.topic,
            "day": begins.date(),
            "begins": begins.time(),
            "planned_minutes": session.planned_minutes,
            "venue": session.venue,
            "trainer": session.trainer_id,
            "module": session.module_key and str(session.module_key),
        }

    def plan(self) -> SessionPlan:
        data = self.cleaned_data
        return SessionPlan(
            topic=data["topic"],
            starts_at=timezone.make_aware(datetime.combine(data["day"], data["begins"])),
            planned_minutes=data["planned_minutes"],
            venue=data["venue"],
            module_key=data["module"],
            trainer=self.trainers.get(data["trainer"]),
        )


class BaseSessionFormSet(forms.BaseFormSet):
    """Rows that were left empty, or marked to be left out, make no session."""

    def clean(self):
        if not any(self.errors) and not self.plans():
            raise forms.ValidationError(_("Fill in at least one session."))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this one out")

    def plans(self) -> list[SessionPlan]:
        return [form.plan() for form in self.filled()]

    def filled(self) -> list[SessionForm]:
        return [
            form for form in self.forms if form.has_changed() and form not in self.deleted_forms
        ]


SessionFormSet = forms.formset_factory(
    SessionForm,
    formset=BaseSessionFormSet,
    extra=4,
    max_num=AT_MOST,
    validate_max=True,
    can_delete=True,
)


def rows_as_data(rows: list[dict]) -> dict:
    """Rows as a browser would send them for ``SessionFormSet``: a preview that can be edited."""
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {
            f"form-{number}-{name}": _typed(value)
            for name, value in row.items()
            if value is not None
        }
    return data


def _typed(value) -> str:
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


class EveryWeekdayForm(TaughtForm):
    """Sessions on chosen days of the week, from one date until another."""

    module = None
    first = DateField(label=_("From"))
    last = DateField(label=_("Until"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=[0, 1, 2, 3, 4],
        widget=forms.CheckboxSelectMultiple,
    )
    begins = TimeField(label=_("Begins at"), initial=time(8, 30))
    planned_minutes = minutes_field()

    field_order = ["first", "last", "weekdays", "begins", "planned_minutes", "venue", "trainer"]

    def clean(self):
        data = super().clean()
        if data.get("first") and data.get("last") and "weekdays" in data:
            if data["last"] < data["first"]:
                self.add_error("last", _("This is before the first day."))
                return data
            number = len(self._days(data))
            if not number:
                self.add_error("weekdays", _("None of these days lies between the two dates."))
            elif number > AT_MOST:
                self.add_error(
                    "last",
                    _("That makes %(number)s sessions; make %(most)s at once at most.")
                    % {"number": number, "most": AT_MOST},
                )
        return data

    @staticmethod
    def _days(data) -> list[date]:
        # A slip in the year must not make a list of centuries.
        span = min((data["last"] - data["first"]).days, 7 * AT_MOST + 7)
        days = (data["first"] + timedelta(days=n) for n in range(span + 1))
        return [day for day in days if day.weekday() in data["weekdays"]]

    def rows(self, modules: list[Module]) -> list[dict]:
        """One row a day; topics are the modules in order, each for as long as it takes."""
        data = self.cleaned_data
        days = self._days(data)
        topics = topics_in_order(modules, minutes=data["planned_minutes"], number=len(days))
        return [
            {
                "day": day,
                "begins": data["begins"],
                "planned_minutes": data["planned_minutes"],
                "topic": topic,
                "module": key,
                "venue": data["venue"],
                "trainer": data["trainer"],
            }
            for day, (topic, key) in zip(days, topics, strict=True)
        ]


def topics_in_order(
    modules: list[Module], *, minutes: int, number: int
) -> list[tuple[str, UUID | None]]:
    """Topic and module of ``number`` sessions of ``minutes`` each; numbered once the modules end."""
    topics = [
        (title, key)
        for title, key, needed in modules
        for _part in range(max(1, -(-needed // minutes)))
    ][:number]
    rest = range(len(topics) + 1, number + 1)
    return topics + [(gettext("Session %(number)s") % {"number": n}, None) for n in rest]


class PastedTableForm(TaughtForm):
    """Rows of date, time, minutes and topic, as a table is copied from a sheet or typed."""

    module = None
    table = forms.CharField(
        label=_("Date, time, minutes, topic"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "One session a line, parted by tabs, semicolons or commas, such as: "
            "2026-03-05; 8:30; 180; Listening"
        ),
    )

    field_order = ["table", "venue", "trainer"]

    def clean_table(self):
        rows, problems = [], []
        lines = [line for line in self.cleaned_data["table"].splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            try:
                rows.append(read_row(line))
            except ValueError as problem:
                if number > 1 or any(letter.isdigit() for letter in fold_digits(line)):
                    problems.append(
                        _("Line %(number)s: %(problem)s") % {"number": number, "problem": problem}
                    )
        if len(rows) > AT_MOST:
            problems.append(
                _("That makes %(number)s sessions; make %(most)s at once at most.")
                % {"number": len(rows), "most": AT_MOST}
            )
        if not rows and not problems:
            problems.append(_("Fill in at least one session."))
        if problems:
            raise forms.ValidationError(problems[:10])
        return rows

    def rows(self, modules: list[Module]) -> list[dict]:
        """The rows typed; a topic that is the title of a module belongs to it."""
        data = self.cleaned_data
        keys = {title.casefold(): key for title, key, _minutes in modules}
        shared = {"venue": data["venue"], "trainer": data["trainer"]}
        return [
            row | shared | {"module": keys.get(row["topic"].casefold())} for row in data["table"]
        ]


DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
TIME_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S")


def read_row(line: str) -> dict:
    """A line of a table as the fields of a session.

    :raises ValueError: with what is wrong, for the screen.
    """
    separator = next((mark for mark in "\t;," if mark in line), None)
    if separator is None:
        raise ValueError(_("part date, time, minutes and topic by tabs, semicolons or commas."))
    cells = [cell.strip() for cell in line.split(separator, 3)]
    if len(cells) < 4 or not cells[3]:
        raise ValueError(_("it takes four parts: date, time, minutes and topic."))
    day, begins, minutes = (fold_digits(cell) for cell in cells[:3])
    found = _read(day, DAY_FORMATS)
    if found is None:
        raise ValueError(_("“%(text)s” is no date; write it as 2026-03-05.") % {"text": cells[0]})
    at = _read(begins, TIME_FORMATS)
    if at is None:
        raise ValueError(_("“%(text)s” is no time; write it as 8:30.") % {"text": cells[1]})
    if not re.fullmatch(r"\d{1,4}", minutes) or not 0 < int(minutes) <= 24 * 60:
        raise ValueError(_("“%(text)s” is no number of minutes.") % {"text": cells[2]})
    return {
        "day": found.date(),
        "begins": at.time(),
        "planned_minutes": int(minutes),
        "topic": cells[3][:200],
    }


def _read(text: str, formats: tuple[str, ...]) -> datetime | None:
    for layout in formats:
        try:
            return datetime.strptime(text, layout)
        except ValueError:
            continue
    return None


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        required=False,
        help_text=_("Those who hold a place read it, so write nothing private."),
    )
