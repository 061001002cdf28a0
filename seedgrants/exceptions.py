"""What a service refuses, each with a message fit for the person at the screen."""

from django.core.exceptions import PermissionDenied


class SeedGrantError(Exception):
    """A refusal whose text can be shown to the person who asked."""


class NotAllowed(SeedGrantError, PermissionDenied):
    """This person may not do this; a view that lets it through answers 403."""


class ConflictOfInterest(NotAllowed):
    """The person stands too near to the applicant to review, decide, approve or pay."""


class MoveRefused(SeedGrantError):
    """The thing is not in a state from which it can go there, or a guard says no."""


class StaleDraft(SeedGrantError):
    """Someone saved the draft after this person opened it. ``version`` is the newest one."""

    def __init__(self, message: str, *, version: int):
        super().__init__(message)
        self.version = version


class NotEligible(SeedGrantError):
    """The person does not meet the round's conditions."""


class Incomplete(SeedGrantError):
    """Something is missing or wrong; ``problems`` lists it in plain words."""

    def __init__(self, problems: list):
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class BadAmount(SeedGrantError):
    """An amount that the currency, the cap, the fund or the award does not allow."""
