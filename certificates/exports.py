"""The register of certificates as a spreadsheet file, line by line."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet

from certificates.models import CertificateKind, CertificateState

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 2000
COLUMNS = (
    "number", "state", "kind", "name", "name_km", "course_title", "course_title_km", "organisation",
    "cohort", "hours", "starts_on", "ends_on", "completed_on", "expires_on", "issued_at", "rule",
)  # fmt: skip


class _Echo:
    """What ``csv`` writes to: hands each line back at once."""

    def write(self, line: str) -> str:
        return line


def inert(value):
    """Text that a spreadsheet shows as it is, where it could be taken for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def register_csv(certificates: QuerySet) -> Iterator[str]:
    """Lines of CSV with a byte order mark: a heading, then a line a certificate, as frozen.

    Memory stays flat however many there are.
    """
    fields = certificates.model._meta
    writer = csv.writer(_Echo())
    headings = [str(fields.get_field(name).verbose_name) for name in COLUMNS]
    yield "\ufeff" + writer.writerow(headings)
    states = {value: str(label) for value, label in CertificateState.choices}
    kinds = {value: str(label) for value, label in CertificateKind.choices}
    rows = certificates.values_list(*COLUMNS).iterator(CHUNK)
    for number, state, kind, *rest in rows:
        row = (number, states[state], kinds[kind], *rest)
        yield writer.writerow([inert(value) for value in row])
