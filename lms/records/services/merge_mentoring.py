"""The rules by which two things of one person become one, around mentoring."""

from lms.records.enums_mentoring import FollowUpState, Sharing
from lms.records.models import ActionPlan, FollowUp, GroupMember
from lms.records.services.merge_journal import Journal
from lms.records.services.merge_kinds import best_of
from lms.records.services.merge_rules import absorb, combines

# What a person shares in one record and not in the other is not shared.
MOST_PRIVATE_FIRST = list(Sharing)

combines("records.RemindersOff")(absorb)


def joined(*texts: str) -> str:
    """Both texts, once where they say the same."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


@combines("records.Mentorship")
def combine_mentorships(journal: Journal, row, other) -> None:
    absorb(
        journal,
        row,
        other,
        goals=joined(other.goals, row.goals),
        follows=other.follows or row.follows,
        started_on=min(row.started_on, other.started_on),
        enrolment_id=other.enrolment_id or row.enrolment_id,
        next_meeting_at=other.next_meeting_at or row.next_meeting_at,
        sharing=min(row.sharing, other.sharing, key=MOST_PRIVATE_FIRST.index),
        previous_id=other.previous_id or row.previous_id,
        warned=row.warned or other.warned,
    )


@combines("records.GroupMember")
def combine_members(journal: Journal, row: GroupMember, other: GroupMember) -> None:
    absorb(journal, row, other, joined_on=min(row.joined_on, other.joined_on))


@combines("records.ActionPlan")
def combine_plans(journal: Journal, row: ActionPlan, other: ActionPlan) -> None:
    """Both texts and all steps of both stay."""
    absorb(
        journal,
        row,
        other,
        change=joined(other.change, row.change),
        help_needed=joined(other.help_needed, row.help_needed),
        warned=row.warned or other.warned,
    )


@combines("records.FollowUp")
def combine_follow_ups(journal: Journal, row: FollowUp, other: FollowUp) -> None:
    """The call in which the person was reached stays."""
    better = max(
        (other, row), key=lambda each: (each.state == FollowUpState.REACHED, each is other)
    )
    worse = row if better is other else other
    values = best_of(better, worse, but={"completion_id", "months"})
    absorb(journal, row, other, **values)
