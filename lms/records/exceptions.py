"""What a service refuses, each with a message fit for the person at the screen."""

from django.utils.translation import gettext_lazy as _


class RecordsError(Exception):
    """A refusal whose text can be shown to the person who asked."""

    message = ""

    def __init__(self, message=None):
        super().__init__(message or self.message)

    def __str__(self):
        return str(self.args[0])


# -- People -------------------------------------------------------------------------------


class AlreadyLinked(RecordsError):
    message = _("This account already belongs to a person. Ask a coordinator to look at it.")


class MergeRefused(RecordsError):
    """Two records that cannot become one, or one that is part of another already."""


class UndoRefused(RecordsError):
    """A merge that cannot be taken back now."""


class OwnPost(RecordsError):
    message = _("A coordinator ends your own post, so that somebody takes over from you.")


class InvitationInvalid(RecordsError):
    message = _(
        "This invitation can no longer be used: it was accepted, withdrawn or is too old. "
        "Ask who gave it to you for a new one."
    )


# -- Enrolment ----------------------------------------------------------------------------


class RegistrationClosed(RecordsError):
    message = _("Registration for this cohort is not open. Please choose another cohort.")


class NominationOnly(RecordsError):
    message = _(
        "Organisations nominate people for this cohort. Ask the focal point of your organisation."
    )


class CohortNotBegun(RecordsError):
    message = _("People can be taken in at the door from the day the cohort begins.")


class EnrolmentDeclined(RecordsError):
    message = _("Your application for this cohort was declined. Ask a coordinator for the reason.")


class PrerequisiteMissing(RecordsError):
    """Names the courses to complete first; who runs the cohort may enrol with a reason."""


class CohortFull(RecordsError):
    message = _("All places are taken. Put the person on the waiting list, or add places.")


class QuotaFull(CohortFull):
    message = _(
        "All places of this organisation are taken. Put the person on the waiting list, or give "
        "the organisation more places."
    )


class CohortOver(RecordsError):
    message = _("This cohort is closed, so its records can no longer change.")


class CohortNotClosed(RecordsError):
    message = _("This cohort is not closed, so there is nothing to open again.")


class CodeTaken(RecordsError):
    message = _("Another cohort has this code already. Choose a different one.")


class MoveNotAllowed(RecordsError):
    message = _(
        "This enrolment has changed in the meantime, so this can no longer be done. "
        "Reload the page to see how it stands."
    )


# -- Sessions and attendance --------------------------------------------------------------


class RegisterNotOpen(RecordsError):
    message = _("The register opens on the day of the session.")


class SessionCancelled(RecordsError):
    message = _("This session was cancelled, so it has no register.")


class SessionTookPlace(RecordsError):
    message = _("The register of this session is filled in, so it cannot be cancelled.")


class InvalidMark(RecordsError):
    """A mark that fits neither the cohort nor the session's length."""
