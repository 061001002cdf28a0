"""What the merge of two records of one person means for grants; see ``records.services.merge_rules``."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.records.models import Person
from lms.records.services.merge_rules import combines, refuses
from seedgrants.models import Application, Review


@combines("seedgrants.Application")
def leave_the_draft(journal, row, other) -> None:
    """A proposal that was never sent stays with the merged record, beside the one in its round."""


@refuses
def proposals_in_one_round(kept: Person, dropped: Person) -> Iterator[str]:
    sent = Application.objects.filter(applicant=dropped, submitted_at__isnull=False)
    for proposal in Application.objects.filter(
        applicant=kept, round__in=sent.values("round")
    ).select_related("round"):
        if proposal.submitted_at is None:
            yield _(
                "In the round “%(round)s” the other record sent a proposal and this one only "
                "began one. Swap the two, so that the sent one stays."
            ) % {"round": proposal.round.title}
        else:
            yield _("Both records sent a proposal in the round “%(round)s”.") % {
                "round": proposal.round.title
            }


@refuses
def reviews_of_own_proposals(kept: Person, dropped: Person) -> Iterator[str]:
    both = [kept.pk, dropped.pk]
    if Review.objects.filter(reviewer__in=both, application__applicant__in=both).exists():
        yield _("One of them is a reviewer of the other’s proposal.")
