"""What a person should do next: the one shape that every app hands to a person's front page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """One thing to do, with the address where it is done.

    ``note`` is a second line (who, where, by when); ``urgent`` puts it first;
    ``overdue`` says that its date has passed.
    """

    title: str
    url: str
    note: str = ""
    urgent: bool = False
    overdue: bool = False
