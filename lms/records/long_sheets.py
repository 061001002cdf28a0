"""Sign-in sheets of many people: made in the background, since each row takes some milliseconds.

They name people, so they are kept for a day only.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from lms.fields import private_storage
from lms.records import made_files
from lms.records.models import Cohort, Session
from lms.records.sign_in_sheet import (
    DAYS_A_PAGE,
    Row,
    Sheet,
    draw_sheet,
    rows_of,
    sheet_of_cohort,
    sheet_of_session,
    title_of,
)

FOLDER = "sign-in-sheets"
# Raise it when the same people come out differently.
DESIGN = 1
# Rows drawn while somebody waits: well under a second. Five days are a part, with all rows again.
AT_ONCE = 100
KEPT_FOR = timedelta(days=1)
TASK = "lms.records.tasks.make_sheet"


def sheet_of(cohort: Cohort, session: Session | None) -> Sheet:
    return sheet_of_session(session) if session else sheet_of_cohort(cohort)


def is_long(sheet: Sheet, rows: list[Row]) -> bool:
    """Whether drawing it would keep somebody waiting."""
    parts = -(-len(sheet.days) // DAYS_A_PAGE)
    return parts * len(rows) > AT_ONCE


def name_of(sheet: Sheet, rows: list[Row]) -> str:
    """The name of its file, which says all that is on it."""
    cohort = sheet.cohort
    said = (
        DESIGN, settings.WAGTAIL_SITE_NAME, cohort.code, title_of(cohort),
        sheet.heading, sheet.days, sheet.address, rows,
    )  # fmt: skip
    return f"{FOLDER}/{cohort.pk}-{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}.pdf"


def ask_for(name: str, cohort: Cohort, session: Session | None) -> None:
    made_files.ask_for(name, TASK, cohort.pk, session and session.pk)


def make(cohort: Cohort, session: Session | None) -> str:
    """Draw and keep the sheet of those who are in the cohort now; returns its file's name."""
    sheet, rows = sheet_of(cohort, session), rows_of(cohort)
    name = name_of(sheet, rows)
    made_files.make(name, lambda: draw_sheet(sheet, rows))
    return name


def remove_old() -> int:
    """Remove the sheets of yesterday and before; returns how many."""
    storage, before = private_storage(), timezone.now() - KEPT_FOR
    if not storage.exists(FOLDER):
        return 0
    files = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    old = [name for name in files if storage.get_modified_time(name) < before]
    for name in old:
        storage.delete(name)
    return len(old)
