"""The form and the list of cohorts: places, quotas, funding, and what people are told of changes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.records.models import Cohort, CohortQuota, Message, Session
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)
from tests.lms.records.test_admin import cohort_data, session_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

IN_A_WEEK = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def quota(organisation, places):
    return {"organisation": organisation.pk, "places": places}


def edit(client, cohort, rows=(), **fields):
    data = cohort_data(
        cohort.course,
        rows,
        initial=len(rows),
        **{
            "code": cohort.code,
            "venue": cohort.venue,
            "starts_on": f"{cohort.starts_on}",
            "ends_on": f"{cohort.ends_on}",
        }
        | fields,
    )
    return client.post(reverse("cohort:edit", args=[cohort.pk]), data)


def rows_of(cohort, **fields):
    return [
        session_data(
            id=session.pk,
            topic=session.topic,
            starts_at=f"{timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}",
            planned_minutes=session.planned_minutes,
        )
        | fields
        for session in Session.objects.filter(cohort=cohort)
    ]


def test_a_cohort_is_made_with_quotas_and_funding(client, coordinator):
    course, organisation = make_course(delivery="online"), make_organisation()
    client.post(
        reverse("cohort:add"),
        cohort_data(
            course,
            quotas=[quota(organisation, "៥")],
            organisation_quota="២",
            enrolment_policy="nomination",
            funder="A fund",
            project_code="T-7",
        ),
    )
    cohort = Cohort.objects.get()
    assert (
        cohort.state,
        cohort.mode,
        cohort.enrolment_policy,
        cohort.funder,
        cohort.project_code,
        cohort.organisation_quota,
        list(cohort.quotas.values_list("organisation", "places")),
    ) == ("planned", "online", "nomination", "A fund", "T-7", 2, [(organisation.pk, 5)])


def test_a_wrong_cohort_is_explained_and_nothing_typed_is_lost(client, coordinator):
    organisation = make_organisation()
    response = client.post(
        reverse("cohort:add"),
        cohort_data(
            make_course(),
            quotas=[quota(organisation, 1), quota(organisation, 2)],
            registration_opens_on="2026-03-07",
            funder="A fund",
        ),
    )
    page = response.content.decode()
    assert "This organisation has a row already." in page
    assert "This is after the cohort’s last day." in page
    assert 'value="A fund"' in page
    assert Cohort.objects.count() == 0


def test_no_fewer_places_than_people_who_have_one(client, coordinator):
    cohort = make_cohort(capacity=5)
    for _ in range(3):
        make_enrolment(cohort=cohort)
    response = edit(client, cohort, capacity="2")
    assert "3 people have a place already. Write this number or more." in response.content.decode()
    edit(client, cohort, capacity="៣")
    cohort.refresh_from_db()
    assert cohort.capacity == 3


def test_a_bigger_quota_moves_the_waiting_list_up(client, coordinator):
    organisation = make_organisation()
    cohort = make_cohort(organisation_quota=1)
    make_enrolment(cohort=cohort, organisation=organisation)
    waiting = make_enrolment(cohort=cohort, organisation=organisation, state="waiting")
    edit(client, cohort, quotas=[quota(organisation, 2)], organisation_quota="1")
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"
    assert CohortQuota.objects.get().places == 2


def test_everyone_is_told_once_of_new_dates(client, coordinator):
    cohort = make_cohort(starts_on=IN_A_WEEK, ends_on=IN_A_WEEK, venue="Hall", capacity=1)
    people = [
        make_enrolment(cohort=cohort, state=state).person
        for state in ("enrolled", "applied", "waiting", "withdrawn")
    ]
    edit(client, cohort, capacity="1")
    assert Message.objects.count() == 0
    edit(client, cohort, venue="Library", capacity="1")
    told = Message.objects.filter(kind="cohort-changed").values_list("person", flat=True)
    assert set(told) == {person.pk for person in people[:3]}


def test_only_who_has_a_place_is_told_of_a_changed_session(client, coordinator):
    cohort = make_cohort(starts_on=IN_A_WEEK, ends_on=IN_A_WEEK, capacity=1)
    session = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=7))
    make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=7, hours=4))
    enrolment = make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort, state="waiting")
    rows = rows_of(cohort)
    rows[0]["starts_at"] = f"{IN_A_WEEK} 15:30"
    edit(client, cohort, rows, capacity="1")
    message = Message.objects.get()
    session.refresh_from_db()
    assert (message.kind, message.person, message.session, session.revision) == (
        "session-changed",
        enrolment.person,
        session,
        1,
    )


def test_the_list_is_filtered_by_funder_course_and_year(client, coordinator):
    old = make_cohort(starts_on=date(2024, 5, 1), ends_on=date(2024, 5, 2), funder="A fund")
    new = make_cohort(funder="Another", capacity=9)
    make_enrolment(cohort=new)
    for query, expected in (
        ({"funder": "A fund"}, [old]),
        ({"year": "2024"}, [old]),
        ({"course": new.course_id}, [new]),
        ({"q": "Another"}, [new]),
        ({"year": "1999"}, [new, old]),
    ):
        response = client.get(reverse("cohort:index"), query)
        assert list(response.context["object_list"]) == expected
    page = client.get(reverse("cohort:index")).content.decode()
    assert "1 of 9" in page
    assert f'href="{reverse("cohort:edit", args=[new.pk])}"' in page


def test_the_form_leads_to_the_people(client, coordinator):
    cohort = make_cohort(trainers=[make_person(role=Role.TRAINER)])
    page = client.get(reverse("cohort:edit", args=[cohort.pk])).content.decode()
    assert reverse("records:cohort", args=[cohort.pk]) in page
