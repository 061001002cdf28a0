"""Bringing in a list of people: the file, its columns, what becomes of each row."""

from functools import wraps

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from lms.records.enums import ImportState, RowDecision
from lms.records.exceptions import RecordsError, UnreadableList
from lms.records.forms.imports import (
    DecisionsForm,
    MatchForm,
    OrganisationsForm,
    UploadListForm,
    guess_structure,
)
from lms.records.lists.rows import letters_are_guessed
from lms.records.models import Cohort, Person, PersonImport
from lms.records.services import imports
from lms.records.views.admin_pages import for_coordinators, paginate, show

ICON = "upload"
LISTS_A_PAGE, ROWS_A_PAGE = 20, 50
PROBLEMS = ~Q(errors={}) | ~Q(warnings={})
SHOWN = {
    "all": (gettext_lazy("All"), Q()),
    "problems": (gettext_lazy("With problems"), PROBLEMS),
    "known": (gettext_lazy("Perhaps here already"), ~Q(duplicates=[])),
    "out": (gettext_lazy("Left out"), Q(decision=RowDecision.SKIP)),
}


def of_import(view):
    """Give the view the list instead of its key, and say on a page of the list what is refused."""

    @for_coordinators
    @wraps(view)
    def found(request, pk, **kwargs):
        lists = PersonImport.objects.select_related("cohort__course", "organisation")
        person_import = get_object_or_404(lists, pk=pk)
        try:
            return view(request, person_import, **kwargs)
        except RecordsError as error:
            messages.error(request, str(error))
            return redirect("people_imports:detail", pk)

    return found


def crumbs(person_import: PersonImport | None = None) -> list[tuple[str, str]]:
    above = [(reverse("people_imports:index"), _("Lists of people"))]
    if person_import:
        url = reverse("people_imports:detail", args=[person_import.pk])
        above.append((url, person_import.file_name))
    return above


@require_safe
@for_coordinators
def lists(request):
    """Every list that was brought, newest first."""
    found = PersonImport.objects.select_related("cohort__course", "created_by")
    add = HeaderButton(
        label=_("Bring in a list"), url=reverse("people_imports:add"), icon_name=ICON
    )
    context = paginate(request, found, LISTS_A_PAGE)
    return show(request, "lists", _("Lists of people"), icon=ICON, buttons=[add], **context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def add_list(request):
    """Ask for a file; ``?cohort=`` proposes the cohort in which those brought in are enrolled."""
    cohort = request.GET.get("cohort", "")
    proposed = Cohort.objects.filter(pk=cohort).first() if cohort.isdecimal() else None
    form = UploadListForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"cohort": proposed},
    )
    if request.method == "POST" and form.is_valid():
        person_import = imports.start_import(
            data=form.data_sent,
            file_name=form.cleaned_data["file"].name,
            cohort=form.cleaned_data["cohort"],
            organisation=form.cleaned_data["organisation"],
            actor=request.user,
            **form.structure,
        )
        return redirect("people_imports:match", person_import.pk)
    return show(request, "list_add", _("Bring in a list"), icon=ICON, crumbs=crumbs(), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def match(request, person_import):
    """Say what is in each column; another sheet or row of headings is looked at first."""
    if person_import.state not in imports.BEFORE_IT_IS_BROUGHT_IN:
        return redirect("people_imports:detail", person_import.pk)
    with person_import.file.open("rb") as file:
        data = file.read()
    try:
        form = MatchForm(
            request.POST if request.method == "POST" else None,
            person_import=person_import,
            data_kept=data,
        )
        if request.method == "POST" and form.is_valid():
            return _matched(request, person_import, form, data)
    except UnreadableList as error:
        messages.error(request, str(error))
        return redirect("people_imports:add")
    return show(
        request,
        "list_match",
        _("What is in the columns"),
        icon=ICON,
        crumbs=crumbs(person_import),
        form=form,
        list=person_import,
        letters_are_guessed=letters_are_guessed(data),
    )


def _matched(request, person_import, form, data):
    sheet, header_row = form.place()
    if form.moved():
        # Another sheet has its headings somewhere else.
        row = header_row if sheet == person_import.sheet else 0
        try:
            found = guess_structure(data, sheet=sheet, header_row=row)
        except UnreadableList as error:
            messages.error(request, str(error))
        else:
            imports.look_elsewhere(person_import=person_import, actor=request.user, **found)
        return redirect("people_imports:match", person_import.pk)
    imports.match_columns(
        person_import=person_import,
        sheet=sheet,
        header_row=header_row,
        columns=form.columns(),
        actor=request.user,
    )
    return redirect("people_imports:detail", person_import.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def rows(request, person_import):
    """What the check found, row by row, and what is to become of each; posting keeps that."""
    if person_import.state != ImportState.CHECKED:
        return redirect("people_imports:detail", person_import.pk)
    shown = request.GET.get("show")
    shown = shown if shown in SHOWN else "all"
    context = paginate(request, person_import.rows.filter(SHOWN[shown][1]), ROWS_A_PAGE)
    keys = {likeness["person"] for row in context["items"] for likeness in row.duplicates}
    people = Person.objects.with_organisation().in_bulk(keys)
    form = DecisionsForm(
        request.POST if request.method == "POST" else None, rows=context["items"], people=people
    )
    if request.method == "POST" and form.is_valid():
        imports.decide_rows(
            person_import=person_import, decisions=form.decisions(), actor=request.user
        )
        if "confirm" in request.POST:
            imports.confirm_import(person_import=person_import, actor=request.user)
            return redirect("people_imports:detail", person_import.pk)
        messages.success(request, _("The decisions on this page are kept."))
        return redirect(request.get_full_path())
    counts = _counts(person_import)
    return show(
        request,
        "list_rows",
        _("Look over the rows"),
        icon=ICON,
        crumbs=crumbs(person_import),
        form=form,
        list=person_import,
        people=people,
        shown=shown,
        filters=[(name, label, counts[name]) for name, (label, _condition) in SHOWN.items()],
        counts=counts,
        unknown=len(person_import.organisations),
        **context,
    )


def _counts(person_import: PersonImport) -> dict[str, int]:
    """Rows of each filter and of each decision, and those that are coming, in one query."""
    conditions = {name: condition for name, (_label, condition) in SHOWN.items()}
    conditions |= {decision.value: Q(decision=decision) for decision in RowDecision}
    counts = person_import.rows.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return counts | {"coming": counts["all"] - counts[RowDecision.SKIP]}


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def organisations(request, person_import):
    """What the names stand for of organisations that nobody knows."""
    if person_import.state != ImportState.CHECKED:
        return redirect("people_imports:detail", person_import.pk)
    form = OrganisationsForm(
        request.POST if request.method == "POST" else None, person_import=person_import
    )
    if request.method == "POST" and form.is_valid():
        imports.decide_organisations(
            person_import=person_import, fates=form.fates(), actor=request.user
        )
        return redirect("people_imports:rows", person_import.pk)
    return show(
        request,
        "list_organisations",
        _("New organisations"),
        icon="group",
        crumbs=crumbs(person_import),
        form=form,
        list=person_import,
    )


@require_POST
@of_import
def discard(request, person_import):
    """Throw away a list that was not brought in."""
    imports.discard_import(person_import=person_import, actor=request.user)
    messages.success(request, _("The list is thrown away. Nothing of it was brought in."))
    return redirect("people_imports:index")
