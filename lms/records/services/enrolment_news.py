"""What a person is told when their enrolment changes."""

from django.utils import timezone

from lms.records.enums import EnrolmentState, EnrolmentWay, MessageKind
from lms.records.models import EnrolmentEvent
from lms.records.models.people import person_of
from lms.records.services.messages import drop_earlier, tell
from lms.records.transitions import JUDGED

NEWS = {
    EnrolmentState.APPLIED: MessageKind.APPLIED,
    EnrolmentState.ENROLLED: MessageKind.ENROLLED,
    EnrolmentState.WAITING: MessageKind.WAITING,
    EnrolmentState.DECLINED: MessageKind.DECLINED,
}
# One replaces the other: who has a place need not hear any more that they wait for one.
STANDING = (*NEWS.values(), MessageKind.NOMINATED)


def tell_of_move(event: EnrolmentEvent) -> None:
    """Tell the person what ``event`` made of their enrolment, unless they know it already.

    Nobody is told about a cohort that is over, as when old lists are brought in, or what happens
    before their eyes at the door. Who did it on the site gets a mail to keep, but no call.
    """
    enrolment = event.enrolment
    cohort = enrolment.cohort
    if cohort.ends_on < timezone.localdate() or event.to_state in JUDGED:
        return
    person = enrolment.person
    drop_earlier(person=person, cohort=cohort, kinds=(*STANDING, MessageKind.REMINDER))
    kind = NEWS.get(event.to_state)
    if kind is None or event.way == EnrolmentWay.WALK_IN:
        return
    if kind == MessageKind.APPLIED and enrolment.way == EnrolmentWay.NOMINATION:
        kind = MessageKind.NOMINATED
    tell(
        person=person,
        kind=kind,
        cohort=cohort,
        key=f"enrolment:{enrolment.pk}:{event.pk}",
        only_by_mail=event.actor is not None and person == person_of(event.actor),
    )
