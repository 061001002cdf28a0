"""The session plan: a module or course on the clock, from the lessons' and activities' minutes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from django.utils.translation import gettext as _

from lms.records.handouts.content import Handout, HandoutLesson, HandoutModule

DAY = 24 * 60


@dataclass(frozen=True)
class PlanRow:
    """A lesson, or a stretch of one. ``begins`` and ``ends`` are minutes from the module's start.

    ``clock`` says both as they are printed: in times of the day, or in minutes without a start time.
    """

    title: str
    begins: int
    minutes: int
    is_lesson: bool = False
    kind: str = ""
    group_size: str = ""
    materials: str = ""
    language: str = ""
    clock: str = ""

    @property
    def ends(self) -> int:
        return self.begins + self.minutes


@dataclass(frozen=True)
class PlanModule:
    """The rows in order; ``minutes`` of all lessons, and of the activities in them.

    ``overlong`` lessons have activities that take more minutes than the lesson says.
    """

    module: HandoutModule
    rows: list[PlanRow]
    minutes: int
    activity_minutes: int
    overlong: list[str]


def plan_sessions_of(handout: Handout, *, start: time | None = None) -> list[PlanModule]:
    """A plan for each module with lessons; ``start`` is when each of them begins.

    A lesson lasts as long as it says, or as its activities take together when that is more. What
    its activities leave of it is time for text and talk, at its beginning. Breaks are the trainer's.
    """
    return [_plan(module, start) for module in handout.modules if module.lessons]


def _plan(module: HandoutModule, start: time | None) -> PlanModule:
    rows: list[PlanRow] = []
    overlong = []
    activity_minutes = 0
    now = 0
    for lesson in module.lessons:
        activities = [part for part in lesson.parts if part.kind == "activity"]
        taken = sum(part.value["minutes"] or 0 for part in activities)
        if taken > lesson.page.minutes:
            overlong.append(lesson.page.title)
        activity_minutes += taken
        rows += _rows(lesson, activities, taken, now)
        now += max(lesson.page.minutes, taken)
    return PlanModule(module, [*_on_the_clock(rows, start)], now, activity_minutes, overlong)


def _rows(lesson: HandoutLesson, activities: list, taken: int, now: int) -> Iterable[PlanRow]:
    page = lesson.page
    language = page.locale.language_code
    yield PlanRow(page.title, now, max(page.minutes, taken), is_lesson=True, language=language)
    rest = page.minutes - taken
    if rest > 0 and activities:
        yield PlanRow(_("Text and talk"), now, rest, language=language)
        now += rest
    for part in activities:
        value = part.value
        row = PlanRow(
            value["title"],
            now,
            value["minutes"] or 0,
            kind=str(value.kind_label),
            group_size=value["group_size"] or "",
            materials=value["materials"] or "",
            language=part.language,
        )
        yield row
        now = row.ends


def _on_the_clock(rows: Iterable[PlanRow], start: time | None) -> Iterable[PlanRow]:
    for row in rows:
        yield replace(row, clock=f"{_shown(row.begins, start)}–{_shown(row.ends, start)}")


def _shown(minutes: int, start: time | None) -> str:
    if start is None:
        return str(minutes)
    hours, minutes = divmod((start.hour * 60 + start.minute + minutes) % DAY, 60)
    return f"{hours:02}:{minutes:02}"
