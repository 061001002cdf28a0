"""A small chart of one skill over time, drawn with plain attributes so that no style is needed."""

from dataclasses import dataclass

from lms.records.enums_mentoring import SkillLevel
from lms.records.services.skills_over_time import SkillLine

WIDTH, HEIGHT, LEFT, PAD = 320, 120, 26, 12
LOWEST, HIGHEST = min(SkillLevel.values), max(SkillLevel.values)


@dataclass(frozen=True)
class Chart:
    """Points in the chart's own units: a line of the mentor's ratings, and one of the learner's."""

    mentor: list[tuple[int, int]]
    learner: list[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def steps(self) -> list[tuple[int, int]]:
        """Each level with the height at which its line runs."""
        return [(level, height_of(level)) for level in reversed(SkillLevel.values)]

    @property
    def mentor_line(self) -> str:
        return _line(self.mentor)

    @property
    def learner_line(self) -> str:
        return _line(self.learner)


def _line(points: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def height_of(level: int) -> int:
    room = HEIGHT - 2 * PAD
    return round(HEIGHT - PAD - room * (level - LOWEST) / (HIGHEST - LOWEST))


def draw_skill(line: SkillLine) -> Chart | None:
    """The chart of a skill rated on two days or more; by day, so that long pauses show."""
    days = sorted({rated.on for rated in line.ratings})
    if len(days) < 2:
        return None
    span = (days[-1] - days[0]).days
    room = WIDTH - LEFT - 2 * PAD

    def x(day) -> int:
        return LEFT + PAD + round(room * (day - days[0]).days / span)

    return Chart(
        mentor=[(x(r.on), height_of(r.by_mentor)) for r in line.ratings if r.by_mentor],
        learner=[(x(r.on), height_of(r.by_learner)) for r in line.ratings if r.by_learner],
    )
