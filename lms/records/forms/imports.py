"""The steps of bringing in a list of people, as forms of the Wagtail admin."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.fields import IntegerField
from lms.records.enums import RowDecision
from lms.records.exceptions import UnreadableList
from lms.records.lists import opening, rows
from lms.records.lists.headings import NAMES, ListField, find_header, guess_columns
from lms.records.lists.rows import Row
from lms.records.models import Cohort, Organisation, Person, PersonImport, PersonImportRow
from lms.uploads import MAX_BYTES, MEGABYTE

SAMPLES = 3
LONGEST_SAMPLE = 40
SHEETS_TRIED, ENOUGH_COLUMNS = 8, 3


def guess_structure(data: bytes, *, sheet: str = "", header_row: int = 0) -> dict:
    """``sheet``, ``header_row`` and ``columns`` of a list as they seem to be.

    Without a sheet, the first that looks like a list is taken, else the one that does the most.

    :raises UnreadableList: when there is nothing in it.
    """
    best: dict = {}
    for name in [sheet] if sheet else rows.sheet_names(data)[:SHEETS_TRIED] or [""]:
        shown = rows.preview(data, sheet=name)
        if not shown:
            continue
        row = header_row or find_header(shown)
        columns = guess_columns(*_parted(shown, row))
        if not best or len(columns) > len(best["columns"]):
            best = {"sheet": name, "header_row": row, "columns": columns}
        if len(columns) >= ENOUGH_COLUMNS:
            break
    if not best:
        raise UnreadableList(gettext("There is nothing in this file."))
    return best


def _parted(shown: Sequence[Row], header_row: int) -> tuple[list[str], list[list[str]]]:
    """The headings, and the cells of the rows below them."""
    headings = next((cells for number, cells in shown if number == header_row), [])
    return headings, [cells for number, cells in shown if number > header_row]


class UploadListForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 10 MB and 10,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"}),
        error_messages={"empty": _("The file is empty.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("All of them work at"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("as the list says"),
    )
    cohort = forms.ModelChoiceField(
        label=_("Enrol them in"),
        queryset=Cohort.objects.filter(state__in=Cohort.TAKES_PEOPLE).select_related("course"),
        required=False,
        empty_label=_("no cohort"),
        help_text=_("When the places are taken, the others go on the waiting list."),
    )

    def clean_file(self):
        """Look through the file; what it holds and how it seems to be built are kept beside it."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(most)s MB. Part it in two.")
                % {"most": MAX_BYTES // MEGABYTE}
            )
        self.data_sent = file.read()
        try:
            opening.kind_of(self.data_sent)
            self.structure = guess_structure(self.data_sent)
        except UnreadableList as error:
            raise forms.ValidationError(str(error)) from error
        return file


class MatchForm(forms.Form):
    """What is in each column of a list; ``columns_shown`` has the fields with their samples."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    header_row = IntegerField(label=_("The headings are in row"), min_value=1)

    def __init__(self, *args, person_import: PersonImport, data_kept: bytes, **kwargs):
        super().__init__(
            *args,
            initial={"sheet": person_import.sheet, "header_row": person_import.header_row},
            **kwargs,
        )
        names = rows.sheet_names(data_kept)
        self.fields["sheet"].choices = [(name, name) for name in names]
        if len(names) < 2:
            del self.fields["sheet"]
        self.kept = person_import
        shown = rows.preview(data_kept, sheet=person_import.sheet)
        headings, body = _parted(shown, person_import.header_row)
        fields = {column: name for name, column in person_import.columns.items()}
        self._columns = []
        width = max([len(headings), *(len(cells) for cells in body)], default=0)
        for column in range(width):
            samples = [cells[column] for cells in body if column < len(cells) and cells[column]]
            heading = headings[column] if column < len(headings) else ""
            if not samples and not heading:
                continue
            name = f"column-{column}"
            self.fields[name] = forms.ChoiceField(
                label=heading or gettext("Column %(number)s") % {"number": column + 1},
                required=False,
                choices=[("", _("leave out")), *ListField.choices],
                initial=fields.get(column, ""),
                widget=forms.Select(attrs={"class": "w-w-full"}),
            )
            self._columns.append((name, [text[:LONGEST_SAMPLE] for text in samples[:SAMPLES]]))

    def columns_shown(self) -> list[tuple]:
        return [(self[name], samples) for name, samples in self._columns]

    def place(self) -> tuple[str, int]:
        """The sheet and the row of headings that were chosen."""
        return (
            self.cleaned_data.get("sheet") or self.kept.sheet,
            self.cleaned_data.get("header_row") or self.kept.header_row,
        )

    def moved(self) -> bool:
        """Whether another sheet or row was chosen, so that the columns are others."""
        return self.place() != (self.kept.sheet, self.kept.header_row)

    def columns(self) -> dict[str, int]:
        return {
            self.cleaned_data[name]: int(name.removeprefix("column-"))
            for name, _samples in self._columns
            if self.cleaned_data.get(name)
        }

    def clean(self):
        cleaned = super().clean()
        if self.errors or self.moved():
            return cleaned
        chosen: dict[str, str] = {}
        for name, _samples in self._columns:
            if (value := cleaned.get(name)) and value in chosen:
                self.add_error(name, _("Another column has this already."))
            elif value:
                chosen[value] = name
        if not self.errors and not any(name in chosen for name in NAMES):
            raise forms.ValidationError(_("Say in which column the names are."))
        return cleaned


class DecisionsForm(forms.Form):
    """What becomes of some rows. ``people`` are those the check found, by primary key."""

    def __init__(self, *args, rows: Sequence[PersonImportRow], people: dict[int, Person], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            known = [
                people[likeness["person"]]
                for likeness in row.duplicates
                if likeness["person"] in people
            ]
            choices = [
                (RowDecision.CREATE, _("make a person")),
                *(
                    (f"use-{person.pk}", gettext("is %(name)s (%(number)s)") % {
                        "name": person.name, "number": person.number,
                    })
                    for person in known
                ),
                (RowDecision.SKIP, _("leave out")),
            ]  # fmt: skip
            if row.errors:
                choices = [(RowDecision.SKIP, _("leave out"))]
            initial = row.decision
            if initial == RowDecision.USE:
                initial = f"use-{known[0].pk}" if known else RowDecision.CREATE
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=gettext("What becomes of row %(number)s") % {"number": row.number},
                choices=choices,
                initial=initial,
                required=False,
                widget=forms.Select(attrs={"class": "w-w-full"}),
            )

    def rows_shown(self) -> list[tuple]:
        return [(row, self[f"row-{row.pk}"]) for row in self.rows]

    def decisions(self) -> dict[int, tuple[str, int | None]]:
        """By the rows' primary keys, those only that were sent along."""
        found = {}
        for row in self.rows:
            decision, _dash, person = self.cleaned_data[f"row-{row.pk}"].partition("-")
            if decision:
                found[row.pk] = (decision, int(person) if person else None)
        return found


class OrganisationsForm(forms.Form):
    """What the names of organisations stand for that nobody knows."""

    MAKE, NOTHING = "make", ""

    def __init__(self, *args, person_import: PersonImport, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")]
        self._names = {}
        for number, (key, fate) in enumerate(person_import.organisations.items()):
            name = f"name-{number}"
            self._names[name] = key
            self.fields[name] = forms.ChoiceField(
                label=fate["name"],
                required=False,
                choices=[
                    (self.MAKE, _("a new organisation")),
                    (self.NOTHING, _("no organisation")),
                    (_("one of these"), known),
                ],
                initial=self.MAKE if fate["make"] else str(fate["pk"] or ""),
                widget=forms.Select(attrs={"class": "w-w-full"}),
            )
            self.fields[name].rows = fate["rows"]

    def fates(self) -> dict[str, int | bool | None]:
        return {
            key: True
            if (value := self.cleaned_data[name]) == self.MAKE
            else int(value or 0) or None
            for name, key in self._names.items()
        }
