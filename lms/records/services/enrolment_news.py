"""What a person is told when their enrolment changes."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from lms.records.enums import EnrolmentState, EnrolmentWay, MessageKind
from lms.records.models import Cohort, EnrolmentEvent
from lms.records.models.people import person_of
from lms.records.services.messages import drop_earlier, email_of, tell, tell_people
from lms.records.transitions import JUDGED

NEWS = {
    EnrolmentState.APPLIED: MessageKind.APPLIED,
    EnrolmentState.ENROLLED: MessageKind.ENROLLED,
    EnrolmentState.WAITING: MessageKind.WAITING,
    EnrolmentState.DECLINED: MessageKind.DECLINED,
}
# One replaces the other: who has a place need not hear any more that they wait for one.
STANDING = (*NEWS.values(), MessageKind.NOMINATED)
OLD_NEWS = (*STANDING, MessageKind.REMINDER)


def tell_of_move(event: EnrolmentEvent) -> None:
    """Tell the person what ``event`` made of their enrolment, unless they know it already.

    Nobody is told about a cohort that is over, as when old lists are brought in, or what happens
    before their eyes at the door. Who did it on the site gets a mail to keep, but no call.
    """
    enrolment = event.enrolment
    cohort = enrolment.cohort
    if _is_no_news(event):
        return
    person = enrolment.person
    drop_earlier(people=[person], cohort=cohort, kinds=OLD_NEWS)
    kind = NEWS.get(event.to_state)
    if kind is None or event.way == EnrolmentWay.WALK_IN:
        return
    if kind == MessageKind.APPLIED and enrolment.way == EnrolmentWay.NOMINATION:
        kind = MessageKind.NOMINATED
    tell(
        person=person,
        kind=kind,
        cohort=cohort,
        key=_key_of(event),
        only_by_mail=event.actor is not None and person == person_of(event.actor),
    )


def tell_of_list(events: list[EnrolmentEvent], *, cohort: Cohort) -> None:
    """Tell the people of a list, brought into ``cohort`` by one coordinator; as each, but in bulk."""
    events = [event for event in events if not _is_no_news(event)]
    if not events:
        return
    people = [event.enrolment.person for event in events]
    prefetch_related_objects(people, "user")
    drop_earlier(people=people, cohort=cohort, kinds=OLD_NEWS)
    actor = person_of(events[0].actor)
    for state, kind in NEWS.items():
        told = {
            _key_of(event): person
            for event, person in zip(events, people, strict=True)
            if event.to_state == state and (person != actor or email_of(person))
        }
        if told:
            tell_people(kind=kind, cohort=cohort, people=told)


def _is_no_news(event: EnrolmentEvent) -> bool:
    cohort = event.enrolment.cohort
    return cohort.ends_on < timezone.localdate() or event.to_state in JUDGED


def _key_of(event: EnrolmentEvent) -> str:
    return f"enrolment:{event.enrolment_id}:{event.pk}"
