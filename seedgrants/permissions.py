"""Who may do what to which proposal, review, grant or payment.

``…_for(user)`` says which objects a person may see; ``acts_as`` whether a person stands where a
move needs them. Nobody coordinates, approves or pays for their own side (``same_side``).
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.records.models import Affiliation, Mentorship, Person
from lms.records.services.people import person_of
from seedgrants.enums import ApplicationState, DecisionState, FilePurpose, ReviewState, Subject
from seedgrants.exceptions import ConflictOfInterest
from seedgrants.models import (
    Amendment,
    Application,
    Decision,
    Event,
    FeedbackRequest,
    Grant,
    GrantFile,
    GrantReport,
    Review,
    Revision,
    Tranche,
)

COORDINATE = "seedgrants.coordinate_grants"
REVIEW = "seedgrants.review_proposals"
PAY = "seedgrants.pay_grants"


class Who(models.TextChoices):
    """Where someone stands towards a thing."""

    APPLICANT = "applicant", gettext_lazy("the applicant")
    MENTOR = "mentor", gettext_lazy("the mentor who was asked")
    REVIEWER = "reviewer", gettext_lazy("the reviewer")
    COORDINATOR = "coordinator", gettext_lazy("a coordinator")
    FINANCE = "finance", gettext_lazy("finance")
    SYSTEM = "system", gettext_lazy("the system")


def organisation_ids(person: Person) -> set[int]:
    """The organisations a person belongs to today."""
    return set(
        Affiliation.objects.current().filter(person=person).values_list("organisation", flat=True)
    )


def same_side(person: Person | None, application: Application) -> bool:
    """Whether the person is the applicant or belongs to an organisation of the applicant's."""
    if person is None:
        return False
    if person.pk == application.applicant_id:
        return True
    own = organisation_ids(person)
    return application.organisation_id in own or bool(
        own and own & organisation_ids(application.applicant)
    )


def may_review(person: Person, application: Application) -> bool:
    """Free of every conflict the records know of: own side, or mentor of the applicant."""
    return (
        not same_side(person, application)
        and not Mentorship.objects.filter(mentor=person, learner=application.applicant_id).exists()
    )


def acts_as(user, who: str, thing) -> bool:
    """Whether ``user`` stands as ``who`` towards ``thing`` (anything with an ``application``).

    Raises ``ConflictOfInterest`` for a coordinator or finance person of the applicant's side.
    ``None`` is the system.
    """
    if user is None or who == Who.SYSTEM:
        return user is None and who == Who.SYSTEM
    application = thing.application
    if who == Who.APPLICANT:
        person = person_of(user)
        return None not in (person, application) and application.applicant_id == person.pk
    if who == Who.MENTOR:
        person = person_of(user)
        return (
            person is not None
            and FeedbackRequest.objects.waiting()
            .filter(application=application, mentor=person)
            .exists()
        )
    if who == Who.REVIEWER:
        person = person_of(user)
        return (
            person is not None
            and user.has_perm(REVIEW)
            and thing.reviewer_id == person.pk
            and may_review(person, application)
        )
    if not user.has_perm(COORDINATE if who == Who.COORDINATOR else PAY):
        return False
    if application is not None and same_side(person_of(user), application):
        raise ConflictOfInterest(
            _("This concerns you or your own organisation: somebody else has to do it.")
        )
    return True


def own_applications(user) -> models.QuerySet[Application]:
    """What the person applied for."""
    person = person_of(user)
    return Application.objects.of(person) if person else Application.objects.none()


def managed_applications(user) -> models.QuerySet[Application]:
    """What a coordinator looks after: what was sent, except by their own side or a mentee.

    A draft is the applicant's alone. Who was asked to review it too reads it as a reviewer until
    their review is in or the decision is published, and no more once they declared a conflict.
    """
    if not user.has_perm(COORDINATE):
        return Application.objects.none()
    sent = Application.objects.filter(revision_number__gt=0)
    person = person_of(user)
    if person is None:
        return sent
    return sent.free_of_conflict(person).exclude(Exists(_barring_reviews(person)))


def _barring_reviews(person: Person) -> models.QuerySet[Review]:
    """The person's reviews of an outer application that keep them from looking after it."""
    own = Review.objects.filter(reviewer=person, application=OuterRef("pk"))
    open_now = Q(
        state__in=(ReviewState.INVITED, *Review.SCORING),
        revision__number=OuterRef("revision_number"),
        application__state__in=(ApplicationState.UNDER_REVIEW, ApplicationState.DISCUSSION),
    )
    return own.filter(Q(state=ReviewState.CONFLICTED) | open_now)


def reviews_for(user) -> models.QuerySet[Review]:
    """The reviews a person was asked for and may still know of.

    One of an own side's or a mentee's proposal is not there at all, even if it was assigned
    before the tie began; one that was recused is over.
    """
    person = person_of(user)
    if person is None or not user.has_perm(REVIEW):
        return Review.objects.none()
    free = Application.objects.free_of_conflict(person)
    return Review.objects.filter(reviewer=person, application__in=free).exclude(
        state=ReviewState.CONFLICTED
    )


def revisions_for_review(user) -> models.QuerySet[Revision]:
    """The proposals a reviewer may read: those declared free of a conflict of interest."""
    return Revision.objects.filter(reviews__in=reviews_for(user).exclude(state=ReviewState.INVITED))


def other_reviews(user, review: Review) -> models.QuerySet[Review]:
    """What others wrote on the same revision; nothing before one's own is submitted."""
    if not reviews_for(user).counted().filter(pk=review.pk).exists():
        return Review.objects.none()
    return Review.objects.filter(revision=review.revision_id).counted().exclude(pk=review.pk)


def decisions_for_applicant(user) -> models.QuerySet[Decision]:
    """Published decisions on one's own proposals."""
    return Decision.objects.filter(
        application__in=own_applications(user), state=DecisionState.PUBLISHED
    )


def feedback_for_applicant(user, decision: Decision) -> models.QuerySet[Review]:
    """What the reviewers wrote for the applicant, once the decision is published."""
    if not decisions_for_applicant(user).filter(pk=decision.pk).exists():
        return Review.objects.none()
    return Review.objects.filter(revision=decision.revision_id, state=ReviewState.LOCKED)


def decisions_known_to(user) -> models.QuerySet[Decision]:
    """What a coordinator may count: the published, and the pending ones they look after."""
    return Decision.objects.filter(
        Q(state=DecisionState.PUBLISHED) | Q(application__in=managed_applications(user))
    )


def _own_and_others(user) -> models.QuerySet[Application]:
    """One's own, and all but what is of one's own side."""
    person = person_of(user)
    if person is None:
        return Application.objects.all()
    others = Application.objects.not_on_the_side_of(person).values("pk")
    return Application.objects.filter(Q(applicant=person) | Q(pk__in=others))


def grants_for(user) -> models.QuerySet[Grant]:
    """One's own; for coordinators and finance all others too, except of their own side."""
    works = user.has_perm(COORDINATE) or user.has_perm(PAY)
    found = _own_and_others(user) if works else own_applications(user)
    return Grant.objects.filter(application__in=found)


def tranches_for(user) -> models.QuerySet[Tranche]:
    return Tranche.objects.filter(grant__in=grants_for(user))


def reports_for(user) -> models.QuerySet[GrantReport]:
    """One's own; for coordinators all others too, except of their own side. Finance sees figures
    on the grant, not stories."""
    found = _own_and_others(user) if user.has_perm(COORDINATE) else own_applications(user)
    return GrantReport.objects.filter(grant__application__in=found)


def amendments_for(user) -> models.QuerySet[Amendment]:
    return Amendment.objects.filter(grant__in=grants_for(user))


def mentors_of(person: Person) -> models.QuerySet[Person]:
    """The mentors of today who have an account, and so can be asked for feedback."""
    active = Mentorship.objects.active().filter(learner=person)
    return Person.objects.filter(pk__in=active.values("mentor"), user__isnull=False)


def feedback_requests_for(user) -> models.QuerySet[FeedbackRequest]:
    """What a mentor was asked to read, by people they still mentor or mentored."""
    person = person_of(user)
    if person is None:
        return FeedbackRequest.objects.none()
    learners = Mentorship.objects.filter(mentor=person).values("learner")
    return FeedbackRequest.objects.filter(mentor=person, application__applicant__in=learners)


def late_drafts_for(user) -> models.QuerySet[Application]:
    """What a coordinator may give more time to, by the writer's name only: drafts and returned
    proposals, except of their own side or a mentee."""
    if not user.has_perm(COORDINATE):
        return Application.objects.none()
    drafts = Application.objects.filter(state__in=Application.EDITABLE)
    person = person_of(user)
    return drafts.free_of_conflict(person) if person else drafts


def own_feedback_requests(user) -> models.QuerySet[FeedbackRequest]:
    return FeedbackRequest.objects.filter(application__in=own_applications(user))


def may_read_file(user, file: GrantFile) -> bool:
    """The owner always; others what was sent to them: reviewers after their declaration, mentors
    what they were asked to read, coordinators what was sent and the receipts of a report,
    finance and coordinators the papers of a payment; nobody but the owner those of an own side."""
    if own_applications(user).filter(pk=file.application_id).exists():
        return True
    if file.purpose == FilePurpose.ATTACHMENT:
        sent = Revision.objects.filter(application=file.application_id)
        seen = [
            sent.filter(reviews__in=reviews_for(user).exclude(state=ReviewState.INVITED)),
            sent.filter(application__in=managed_applications(user)),
            feedback_requests_for(user).filter(application=file.application_id),
        ]
        return any(
            file.pk in {entry["file"] for entry in content.get("files", ())}
            for rows in seen
            for content in rows.values_list("content", flat=True)
        )
    if file.purpose == FilePurpose.RECEIPT:
        return reports_for(user).filter(pk=file.report_id).exists()
    return grants_for(user).filter(application=file.application_id).exists()


# What an applicant's timeline leaves out: how the panel came to its decision.
BEHIND_THE_SCENES = (Subject.REVIEW, Subject.DECISION, Subject.ROUND)


def events_for(user, application: Application) -> models.QuerySet[Event]:
    """Everything that happened to a proposal and its grant, as far as this person may know."""
    events = Event.objects.filter(application=application)
    if managed_applications(user).filter(pk=application.pk).exists():
        return events
    if own_applications(user).filter(pk=application.pk).exists():
        return events.exclude(subject__in=BEHIND_THE_SCENES)
    return events.none()
