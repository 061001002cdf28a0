"""People who came and are not on the list: found or added at the door, and marked present."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lms.khmer import has_khmer
from lms.records.enums import Accession, AttendanceStatus, EnrolmentWay
from lms.records.models import Cohort, Enrolment, Organisation, Person, Session
from lms.records.permissions import teach_cohort
from lms.records.services.enrolment import enrol
from lms.records.services.people import affiliate_person, create_person
from lms.records.services.register import Mark, record_attendance


@dataclass(frozen=True)
class NewPerson:
    """Who is added at the door. Each name is kept in the script it is written in.

    They have agreed to the keeping of their data, today.
    """

    family_name: str
    given_name: str
    gender: str
    phone: str = ""
    organisation: Organisation | None = None


@transaction.atomic
def take_in(*, session: Session, person: Person, actor, override_reason: str = "") -> Enrolment:
    """Enrol someone who walked in, and mark them present unless the register says otherwise.

    :raises PermissionDenied, RecordsError: what ``enrol`` and ``record_attendance`` refuse.
    """
    enrolment = enrol(
        cohort=session.cohort,
        person=person,
        actor=actor,
        way=EnrolmentWay.WALK_IN,
        override_reason=override_reason,
    )
    if enrolment.state in Enrolment.HOLDS_A_PLACE:
        is_marked = session.attendances.filter(enrolment=enrolment).exists()
        marks = [] if is_marked else [Mark(enrolment.pk, AttendanceStatus.PRESENT)]
        record_attendance(session=session, marks=marks, actor=actor)
    return enrolment


@transaction.atomic
def take_in_newcomer(
    *, session: Session, newcomer: NewPerson, key: UUID, actor, override_reason: str = ""
) -> Enrolment:
    """Add a person nobody knows yet, and take them in.

    ``key`` is made on the phone: sent twice, it is still one person, and the first one.

    :raises PermissionDenied, RecordsError: as ``take_in``.
    """
    if not teach_cohort.allows(actor, session.cohort):
        raise PermissionDenied
    # The lock that enrolment counts places under: two sendings of one key find each other.
    Cohort.objects.select_for_update(of=("self",)).get(pk=session.cohort_id)
    known = Enrolment.objects.filter(walk_in_key=key, cohort=session.cohort_id).first()
    if known:
        return known
    person = create_person(
        **_names(newcomer),
        gender=newcomer.gender,
        phone=newcomer.phone,
        language=session.cohort.language,
        accession=Accession.WALK_IN,
        data_consent_on=timezone.localdate(),
    )
    if newcomer.organisation:
        affiliate_person(person=person, organisation=newcomer.organisation)
    enrolment = take_in(
        session=session, person=person, actor=actor, override_reason=override_reason
    )
    enrolment.walk_in_key = key
    enrolment.save(update_fields=["walk_in_key"])
    return enrolment


def _names(newcomer: NewPerson) -> dict[str, str]:
    return {
        f"{field}{'_km' if has_khmer(name) else ''}": name
        for field, name in [
            ("family_name", newcomer.family_name),
            ("given_name", newcomer.given_name),
        ]
        if name
    }


def people_like(newcomer: NewPerson, *, at_most: int = 5) -> list[Person]:
    """Who may be the newcomer already: with the same phone number, or with all of their names."""
    names = " ".join(filter(None, [newcomer.family_name, newcomer.given_name]))
    both = newcomer.family_name and newcomer.given_name
    alike = Person.objects.search(names) if both else Person.objects.none()
    if newcomer.phone:
        alike = alike | Person.objects.filter(phone=newcomer.phone)
    return list(alike.with_organisation()[:at_most])
