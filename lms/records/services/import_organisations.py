"""The organisations that a list names: found by any of their names, or made."""

import difflib

from django.db import transaction

from lms.khmer import fold
from lms.records.enums import OrganisationKind
from lms.records.models import Organisation, PersonImport
from lms.records.name_keys import sound_keys

CLOSE = 0.88


class OrganisationNames:
    """Organisations by their names, folded. ``unknown`` collects what is not among them.

    It has the shape of ``PersonImport.organisations``: an unknown name stands for a near one where
    there is one, and is made where there is none, until a coordinator decides otherwise.
    """

    def __init__(self):
        self.known: dict[str, int] = {}
        for pk, *names in Organisation.objects.order_by("-pk").values_list(
            "pk", "name", "name_km", "short_name"
        ):
            self.known |= {fold(name): pk for name in names if name}
        self.unknown: dict[str, dict] = {}
        self._stand_ins: dict[str, int] = {}

    def find(self, name: str) -> int:
        """The primary key, or a negative number that stands for an unknown name."""
        key = fold(name)
        if key in self.known:
            return self.known[key]
        if key not in self.unknown:
            near = self._near(key)
            self.unknown[key] = {
                "name": name,
                "rows": 0,
                "pk": near,
                "make": near is None,
                "made": False,
            }
            self._stand_ins[key] = -len(self.unknown)
        self.unknown[key]["rows"] += 1
        return self._stand_ins[key]

    def _near(self, key: str) -> int | None:
        close = difflib.get_close_matches(key, self.known, n=1, cutoff=CLOSE)
        if close:
            return self.known[close[0]]
        sounds = sound_keys(key)
        return next((pk for name, pk in self.known.items() if sounds & sound_keys(name)), None)


@transaction.atomic
def make_organisations(*, person_import: PersonImport) -> dict[str, int]:
    """Make those that are to be made, and return the key for each folded name of the list."""
    names = OrganisationNames()
    for key, fate in person_import.organisations.items():
        if fate["make"] and key not in names.known:
            organisation = Organisation.objects.create(
                name=fate["name"], kind=OrganisationKind.OTHER
            )
            fate |= {"pk": organisation.pk, "made": True}
        if fate["pk"]:
            names.known.setdefault(key, fate["pk"])
    person_import.save(update_fields=["organisations"])
    return names.known


@transaction.atomic
def unmake_organisations(*, person_import: PersonImport) -> int:
    """Delete those this list made and that nothing belongs to; returns how many."""
    made = [fate["pk"] for fate in person_import.organisations.values() if fate["made"]]
    unused = Organisation.objects.filter(pk__in=made)
    for relation in Organisation._meta.related_objects:
        used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": made})
        unused = unused.exclude(pk__in=used.values(relation.field.name))
    gone = list(unused.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=gone).delete()
    for fate in person_import.organisations.values():
        if fate["pk"] in gone:
            fate |= {"pk": None, "made": False}
    person_import.save(update_fields=["organisations"])
    return len(gone)
