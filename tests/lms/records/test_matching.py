"""Learners without a mentor, and who fits them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import CourseKind
from lms.records.forms.mentoring import people_who_may_mentor
from lms.records.models import Mentorship
from lms.records.services.matching import learners_without_mentor, match
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.learning import make_mentor, make_mentorship
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def learner(**fields):
    return make_enrolment(person=make_person(**{"language": "km", "province": "02"} | fields))


def test_only_learners_of_the_last_year_whom_nobody_follows():
    wanted = learner()
    later = make_enrolment(
        person=wanted.person,
        cohort=make_cohort(starts_on=timezone.localdate() + timedelta(days=1)),
        state="completed",
    )
    make_mentorship(learner=learner().person)
    long_ago = timezone.localdate() - timedelta(days=400)
    make_enrolment(cohort=make_cohort(starts_on=long_ago, ends_on=long_ago))
    make_enrolment(cohort=make_cohort(course=make_course(kind=CourseKind.EVENT)))
    make_enrolment(state="withdrawn")
    assert list(learners_without_mentor()) == [later]


def test_language_then_province_then_load_and_never_the_own_organisation():
    own = make_organisation()
    same = {"language": "km", "province": "02"}
    above = make_mentor(organisation=own, **same)
    free, busy = make_mentor(**same), make_mentor(**same)
    make_mentorship(mentor=busy)
    away, english = make_mentor(language="km", province="01"), make_mentor(language="en")
    one = learner(organisation=own)
    [found] = match([one], people_who_may_mentor())
    assert [mentor.person for mentor in found.fitting] == [free, busy, away, english]
    assert above not in [mentor.person for mentor in found.fitting]


def test_twenty_learners_are_matched_with_one_press(client):
    for _ in range(20):
        learner()
    mentors = [make_mentor(language="km", province="02") for _ in range(4)]
    client.force_login(make_person(role=Role.COORDINATOR).user)
    url = reverse("records:match_learners")
    assert client.get(url).text.count("<select") == 20
    html = client.get(url, {"suggest": "1"}).text
    assert html.count(" selected") == 20
    matches = match(learners_without_mentor(), people_who_may_mentor())
    client.post(url, {f"mentor_{m.enrolment.pk}": m.suggested.person.pk for m in matches})
    loads = [Mentorship.objects.filter(mentor=mentor).count() for mentor in mentors]
    assert loads == [5, 5, 5, 5]
    assert "Every learner of the last year has a mentor." in client.get(url).text


def test_matching_asks_no_more_for_more_people(client):
    client.force_login(make_person(role=Role.COORDINATOR).user)
    url = reverse("records:match_learners")
    counts = []
    for number in (1, 15):
        for _ in range(number):
            learner(organisation=make_organisation())
            make_mentorship(mentor=make_mentor())
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert (counts[0] == counts[1], counts[1] <= 15) == (True, True)
