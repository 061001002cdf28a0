"""Pages of the admin on which a coordinator makes two records of one person one."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.records.exceptions import RecordsError
from lms.records.models import Person, PersonMerge
from lms.records.permissions import may_coordinate
from lms.records.services.merge_rules import reasons_against
from lms.records.services.merging import (
    DROPPED,
    KEPT,
    chosen_fields,
    cohorts_of_both,
    default_choice,
    merge_people,
    undo_merge,
    what_moves,
)

FOUND_AT_MOST = 20
A_PAGE = 30


def _for_coordinators(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not may_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@dataclass(frozen=True)
class Choice:
    """A line of the comparison. Without ``differs`` there is nothing to choose."""

    name: str
    label: str
    kept: str
    dropped: str
    chosen: str
    differs: bool


@_for_coordinators
@require_http_methods(["GET", "POST"])
def merge(request, kept_pk, dropped_pk):
    """Both records side by side, what goes over, and the button."""
    people = Person.all_objects.select_related("user", "merged_into").with_organisation()
    kept = get_object_or_404(people, pk=kept_pk)
    dropped = get_object_or_404(people, pk=dropped_pk)
    gone = next((person for person in (kept, dropped) if person.merged_into), None)
    if gone or kept == dropped:
        messages.error(request, _("One of these records is part of another one already."))
        return redirect("person:edit", gone.merged_into_id if gone else kept.pk)
    if request.method == "POST":
        try:
            merge_people(
                kept=kept,
                dropped=dropped,
                actor=request.user,
                choices=_choices(request.POST),
                account=request.POST.get("account"),
            )
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("%(dropped)s is now part of %(kept)s. The list of merges can take it back.")
                % {"dropped": dropped.number, "kept": kept.number},
            )
            return redirect("person:edit", kept.pk)
    theirs, ours = what_moves(dropped), what_moves(kept)
    return _show(
        request,
        "merge",
        _("Merge two records"),
        kept=kept,
        dropped=dropped,
        choices=[_compare(field, kept, dropped, request.POST) for field in chosen_fields()],
        moves=[(name, number, ours.get(name, 0)) for name, number in theirs.items()],
        cohorts=cohorts_of_both(kept, dropped).select_related("course"),
        reasons=reasons_against(kept, dropped),
        asks_account=bool(kept.user and dropped.user),
        account=request.POST.get("account", KEPT),
    )


def _choices(sent) -> dict[str, str]:
    chosen = {field.name: sent.get(f"field_{field.name}") for field in chosen_fields()}
    return {name: side for name, side in chosen.items() if side in (KEPT, DROPPED)}


def _compare(field, kept: Person, dropped: Person, sent) -> Choice:
    chosen = sent.get(f"field_{field.name}")
    return Choice(
        name=field.name,
        label=capfirst(str(field.verbose_name)),
        kept=_shown(field, kept),
        dropped=_shown(field, dropped),
        chosen=chosen if chosen in (KEPT, DROPPED) else default_choice(field, kept, dropped),
        differs=getattr(kept, field.name) != getattr(dropped, field.name),
    )


def _shown(field, person: Person):
    if field.choices:
        return getattr(person, f"get_{field.name}_display")()
    return getattr(person, field.name) or ""


@_for_coordinators
@require_safe
def find_other(request, pk):
    """Look for the second record of a person."""
    person = get_object_or_404(Person, pk=pk)
    query = request.GET.get("q", "").strip()
    found = []
    if query:
        people = Person.objects.search(query).exclude(pk=pk).with_organisation()
        found = list(people[:FOUND_AT_MOST])
    return _show(
        request,
        "find_other",
        _("Merge with another record"),
        person=person,
        query=query,
        found=found,
    )


@_for_coordinators
@require_safe
def merges(request):
    """All merges, the latest first, each with the way back."""
    rows = PersonMerge.objects.select_related("kept", "dropped", "merged_by", "undone_by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    return _show(request, "merges", _("Merged records"), merges=page)


@_for_coordinators
@require_POST
def undo(request, pk):
    merge = get_object_or_404(PersonMerge, pk=pk)
    try:
        undo_merge(merge=merge, actor=request.user)
    except RecordsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The merge is taken back. There are two records again."))
    return redirect("records_merges")


def _show(request, template: str, title: str, **context):
    crumbs = [
        {"url": reverse("person:index"), "label": capfirst(Person._meta.verbose_name_plural)},
        {"url": "", "label": title},
    ]
    context |= {
        "page_title": title,
        "header_title": title,
        "header_icon": "user",
        "breadcrumbs_items": crumbs,
    }
    return render(request, f"records/admin/{template}.html", context)
