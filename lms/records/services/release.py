"""Which lessons of a course are still closed to a person, and what opens them."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import LessonRelease


@dataclass(frozen=True)
class Lock:
    """Why a lesson is closed: until the date ``opens_on``, or until the lesson ``after`` is done."""

    opens_on: date | None = None
    after: Page | None = None

    @property
    def reason(self) -> str:
        """One sentence for the person who would like to read the lesson."""
        if self.opens_on:
            return _("This lesson opens on %(day)s.") % {"day": date_format(self.opens_on)}
        return _("This lesson opens when “%(lesson)s” is done.") % {"lesson": self.after.title}

    @property
    def short(self) -> str:
        """The same in a few words, for a list of lessons."""
        if self.opens_on:
            return _("opens on %(day)s") % {"day": date_format(self.opens_on)}
        return _("opens after “%(lesson)s”") % {"lesson": self.after.title}


def locks_in(
    lessons: Iterable[Page], *, done: Set[UUID], today: date | None = None
) -> dict[UUID, Lock]:
    """Those of a course's ``lessons`` that are closed to who has done the lessons ``done``, by key.

    ``lessons`` come in page order. “After the previous lesson” asks for the nearest required lesson
    before it. A lesson that is done stays open, whatever its release says now. ``today`` is a date
    in the site's time zone. Reads nothing.
    """
    today = today or timezone.localdate()
    locks: dict[UUID, Lock] = {}
    before: Page | None = None
    for lesson in lessons:
        key = lesson.translation_key
        if key in done:
            lock = None
        elif lesson.release == LessonRelease.ON_DATE:
            is_early = lesson.released_on is not None and lesson.released_on > today
            lock = Lock(opens_on=lesson.released_on) if is_early else None
        elif lesson.release == LessonRelease.AFTER_PREVIOUS:
            waits = before is not None and before.translation_key not in done
            lock = Lock(after=before) if waits else None
        else:
            lock = None
        if lock:
            locks[key] = lock
        if lesson.required:
            before = lesson
    return locks
