"""Finding reviewers for a whole round: who stands too near, and an even share for the others."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from lms.records.models import Affiliation, Mentorship, Person
from seedgrants.enums import ApplicationState, ReviewState
from seedgrants.exceptions import NotAllowed
from seedgrants.models import Application, GrantRoundPage, Review
from seedgrants.permissions import REVIEW, Who, acts_as, managed_applications
from seedgrants.services.reviews import assign_reviewers
from seedgrants.transitions import lock


@dataclass(frozen=True)
class Conflict:
    """Why a reviewer is not asked for a proposal."""

    person: Person
    reason: str


def reviewers() -> list[Person]:
    """Everybody who may review proposals and has a training record."""
    accounts = get_user_model().objects.with_perm(REVIEW, include_superusers=False)
    return list(Person.objects.filter(user__in=accounts).order_by("pk"))


def conflicts_in(
    applications: list[Application], people: list[Person]
) -> dict[int, list[Conflict]]:
    """By application: those of ``people`` who stand too near, in a fixed number of queries."""
    everybody = {a.applicant_id for a in applications} | {p.pk for p in people}
    sides: dict[int, set[int]] = {pk: set() for pk in everybody}
    posts = Affiliation.objects.current().filter(person__in=everybody)
    for person, organisation in posts.values_list("person", "organisation"):
        sides[person].add(organisation)
    mentored = set(Mentorship.objects.filter(mentor__in=people).values_list("mentor", "learner"))
    declared = set(
        Review.objects.filter(
            application__in=applications, state=ReviewState.CONFLICTED
        ).values_list("application", "reviewer")
    )
    found = {}
    for application in applications:
        theirs = sides[application.applicant_id] | {application.organisation_id} - {None}
        rows = found[application.pk] = []
        for person in people:
            if person.pk == application.applicant_id:
                rows.append(Conflict(person, _("is the applicant")))
            elif sides[person.pk] & theirs:
                rows.append(Conflict(person, _("own organisation")))
            elif (person.pk, application.applicant_id) in mentored:
                rows.append(Conflict(person, _("mentor of the applicant")))
            elif (application.pk, person.pk) in declared:
                rows.append(Conflict(person, _("declared a conflict")))
    return found


def balance(
    *,
    needs: dict[int, int],
    asked: dict[int, set[int]],
    near: dict[int, set[int]],
    people: list[int],
    load: dict[int, int],
) -> dict[int, list[int]]:
    """Whom to ask for which proposal: everybody about as many, nobody twice or too near.

    ``needs`` says how many more reviewers each proposal wants, ``load`` how many reviews each
    person has already. The proposal with the fewest possible reviewers chooses first; a proposal
    for which nobody is left gets fewer.
    """
    load = {person: load.get(person, 0) for person in people}
    chosen: dict[int, list[int]] = {application: [] for application in needs}

    def possible(application):
        taken = asked.get(application, set()) | near.get(application, set())
        return [p for p in people if p not in taken and p not in chosen[application]]

    for _turn in range(max(needs.values(), default=0)):
        for application in sorted(needs, key=lambda a: (len(possible(a)), a)):
            free = possible(application)
            if len(chosen[application]) < needs[application] and free:
                person = min(free, key=lambda p: (load[p], p))
                chosen[application].append(person)
                load[person] += 1
    _even_out(chosen, load, possible)
    return chosen


def _even_out(chosen: dict[int, list[int]], load: dict[int, int], possible) -> None:
    """Hand reviews on from whoever has two more than somebody who could take one."""
    handed_on = True
    while handed_on:
        handed_on = False
        for application, people in chosen.items():
            for n, person in enumerate(people):
                other = min(possible(application), key=lambda p: (load[p], p), default=None)
                if other is not None and load[person] > load[other] + 1:
                    people[n] = other
                    load[person] -= 1
                    load[other] += 1
                    handed_on = True


@transaction.atomic
def assign_evenly(*, round_page: GrantRoundPage, by) -> dict[str, int]:
    """Ask as many reviewers for each waiting proposal as the round needs, two at least.

    Returns ``asked``, the reviews asked for, and ``short``, the proposals that lack reviewers.
    """
    round_page = lock(round_page)
    if not acts_as(by, Who.COORDINATOR, round_page):
        raise NotAllowed(_("Only a coordinator asks reviewers."))
    waiting = list(
        managed_applications(by)
        .filter(
            round=round_page,
            state__in=(ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW),
        )
        .order_by("pk")
    )
    people = reviewers()
    by_key = {person.pk: person for person in people}
    near = {pk: {c.person.pk for c in rows} for pk, rows in conflicts_in(waiting, people).items()}
    asked: dict[int, set[int]] = {application.pk: set() for application in waiting}
    load: dict[int, int] = {}
    present = Review.objects.filter(application__round=round_page).present().of_latest_revision()
    for application, reviewer in present.values_list("application", "reviewer"):
        load[reviewer] = load.get(reviewer, 0) + 1
        if application in asked:
            asked[application].add(reviewer)
    wanted = max(round_page.minimum_reviews, 2)
    needs = {pk: max(0, wanted - len(people_asked)) for pk, people_asked in asked.items()}
    chosen = balance(needs=needs, asked=asked, near=near, people=list(by_key), load=load)
    for application in waiting:
        if chosen[application.pk]:
            assign_reviewers(
                application=application,
                reviewers=[by_key[p] for p in chosen[application.pk]],
                by=by,
            )
    return {
        "asked": sum(len(rows) for rows in chosen.values()),
        "short": sum(len(chosen[pk]) < needs[pk] for pk in needs),
    }
