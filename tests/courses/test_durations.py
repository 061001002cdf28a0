import pytest
from django.utils.translation import override

from courses.durations import describe_minutes


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1 hour and 30 minutes"),
        (180, "half a day"),
        (360, "1 day"),
        (900, "2½ days"),
        (720, "2 days"),
        (420, "1 day and 1 hour"),
        (870, "2 days 2 hours and 30 minutes"),
    ],
)
def test_minutes_are_said_as_people_plan_them(minutes, words):
    with override("en"):
        assert describe_minutes(minutes) == words
