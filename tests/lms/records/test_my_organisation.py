"""A focal point sees, updates and nominates the own staff, and nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.records.models import CohortQuota, Enrolment, Person
from lms.records.next_steps import next_steps
from lms.records.services.nominations import nominate
from lms.roles import Role
from tests.factories.learning import attend  # fmt: skip
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)


@pytest.fixture
def organisation():
    return make_organisation(name="Hagar House")


@pytest.fixture
def focal(client, organisation):
    person = make_person(role=Role.FOCAL_POINT, family_name="Focal")
    make_affiliation(person=person, organisation=organisation, is_focal_point=True)
    client.force_login(person.user)
    return person


def staff_data(**fields):
    return {
        "family_name_km": "",
        "given_name_km": "",
        "family_name": "Chan",
        "given_name": "Sophea",
        "gender": "woman",
        "phone": "០១២ ៥៥៥ ០០១",
        "position": "Counsellor",
        "cadre": "counsellor",
    } | fields


def addresses(person):
    return [
        reverse("records:staff_member", args=[person.pk]),
        reverse("records:change_staff", args=[person.pk]),
        reverse("records:invite_person", args=[person.pk]),
    ]


def test_joiners_and_leavers_are_seen_from_and_until_their_day(client, focal, organisation):
    today = timezone.localdate()
    seen = {
        "works here": (today - 9 * DAY, None),
        "leaves today": (today - 9 * DAY, today),
        "joins today": (today, None),
    }
    unseen = {
        "left yesterday": (today - 9 * DAY, today - DAY),
        "joins tomorrow": (today + DAY, None),
    }
    people = {}
    for name, (start, end) in (seen | unseen).items():
        people[name] = make_person(given_name=name)
        make_affiliation(
            person=people[name], organisation=organisation, started_on=start, ended_on=end
        )
    people["elsewhere"] = make_person(given_name="elsewhere", organisation=make_organisation())
    merged = make_person(given_name="merged", organisation=organisation)
    Person.objects.filter(pk=merged.pk).update(merged_into=focal)
    page = client.get(reverse("records:my_organisation")).text
    assert {name for name in people if name in page} == set(seen)
    assert "merged" not in page
    for name, person in people.items():
        statuses = {client.get(url).status_code for url in addresses(person)}
        assert statuses == ({200} if name in seen else {404}), name


def test_record_shows_what_happened_here_and_leavers_as_figures_without_names(
    client, focal, organisation
):
    other = make_organisation()
    staff, leaver = make_person(given_name="Stays"), make_person(given_name="Went away")
    make_affiliation(person=staff, organisation=organisation)
    make_affiliation(person=leaver, organisation=organisation, ended_on=timezone.localdate() - DAY)
    cohort = make_cohort(code="here-1")
    session = make_session(cohort=cohort)
    for person in (staff, leaver):
        enrolment = make_enrolment(
            cohort=cohort, person=person, organisation=organisation, position="Cook"
        )
        attend(enrolment=enrolment, minutes=60, session=session)
    make_enrolment(cohort=make_cohort(code="elsewhere-1"), person=staff, organisation=other)
    record = client.get(addresses(staff)[0])
    assert [row.cohort.code for row in record.context["enrolments"]] == ["here-1"]
    page = client.get(reverse("records:my_organisation"))
    [past] = page.context["past"]
    assert (past.position, past.percent) == ("Cook", 50)
    assert "Went away" not in page.text
    assert leaver.number not in page.text


def test_staff_are_added_once_unless_it_is_another_person(client, focal, organisation):
    url = reverse("records:add_staff", args=[organisation.pk])
    today = timezone.localdate()
    response = client.post(url, staff_data(started_on=str(today)))
    assert response["Location"] == reverse("records:my_organisation")
    person = Person.objects.get(given_name="Sophea")
    assert (person.phone.as_e164, person.accession) == ("+85512555001", "nomination")
    post = person.affiliations.get()
    assert (post.organisation, post.cadre, post.started_on) == (organisation, "counsellor", today)
    again = client.post(url, staff_data(started_on=str(today)))
    assert again.context["same"] == [person]
    client.post(url, staff_data(started_on=str(today), another="1"))
    assert Person.objects.filter(given_name="Sophea").count() == 2
    bad = client.post(url, staff_data(started_on=str(today + DAY), phone="12"))
    assert set(bad.context["form"].errors) == {"started_on", "phone"}


def test_update_writes_person_and_post_and_a_leaver_is_gone_the_day_after(
    client, focal, organisation
):
    person = make_person()
    make_affiliation(person=person, organisation=organisation)
    other = make_affiliation(person=person, organisation=make_organisation(), position="Guard")
    url = reverse("records:change_staff", args=[person.pk])
    yesterday = timezone.localdate() - DAY
    early = client.post(url, staff_data(ended_on="2019-01-01"))
    assert set(early.context["form"].errors) == {"ended_on"}
    client.post(url, staff_data(ended_on=str(yesterday), is_volunteer="on"))
    person.refresh_from_db()
    other.refresh_from_db()
    post = person.affiliations.get(organisation=organisation)
    assert (person.given_name, post.position, post.is_volunteer) == ("Sophea", "Counsellor", True)
    assert (post.ended_on, other.position, other.ended_on) == (yesterday, "Guard", None)
    assert [entry.user for entry in ModelLogEntry.objects.for_instance(person)] == [focal.user]
    assert client.post(url, staff_data()).status_code == 404
    own = reverse("records:change_staff", args=[focal.pk])
    client.post(own, staff_data(ended_on=str(yesterday)))
    assert focal.affiliations.get().ended_on is None


def test_several_are_nominated_within_the_quota_and_nobody_elses(client, focal, organisation):
    cohort = make_cohort(enrolment_policy="approval", capacity=10)
    CohortQuota.objects.create(cohort=cohort, organisation=organisation, places=2)
    for policy, fields in (
        ("open", {}),
        ("nomination", {"registration_closes_on": timezone.localdate() - DAY}),
    ):
        make_cohort(enrolment_policy=policy, **fields)
    staff = [make_person(organisation=organisation) for _ in range(3)]
    stranger = make_person(organisation=make_organisation())
    listed = client.get(reverse("records:nominations")).context["cohorts"]
    assert [row.pk for row in listed] == [cohort.pk]
    [(_organisation, room)] = listed[0].rooms
    assert (room.places_left, room.quota_left) == (10, 2)
    assert any("Nominate staff" in step.title for step in next_steps(focal.user))
    url = reverse("records:nominate_staff", args=[organisation.pk, cohort.pk])
    client.post(url, {"person": [person.pk for person in (*staff, stranger)]})
    states = dict(Enrolment.objects.values_list("person", "state"))
    assert states == {
        staff[0].pk: "applied",
        staff[1].pk: "applied",
        staff[2].pk: "waiting",
    }
    enrolment = Enrolment.objects.get(person=staff[0])
    assert (enrolment.way, enrolment.nominated_by, enrolment.organisation) == (
        "nomination",
        focal.user,
        organisation,
    )
    assert client.get(url).context["room"].quota_left == 0
    assert client.post(url, {}).status_code == 200
    elsewhere = reverse("records:nominate_staff", args=[make_organisation().pk, cohort.pk])
    assert client.get(elsewhere).status_code == 404


def test_refusal_of_one_holds_up_no_other(focal, organisation):
    cohort = make_cohort(enrolment_policy="nomination")
    people = [make_person(organisation=organisation) for _ in range(2)]
    make_enrolment(cohort=cohort, person=people[0], state="declined")
    outcomes = nominate(cohort=cohort, people=people, actor=focal.user)
    assert [bool(each.refusal) for each in outcomes] == [True, False]


def test_taking_away_the_post_ends_it_all(client, focal, organisation):
    staff = make_person(organisation=organisation)
    focal.affiliations.update(is_focal_point=False)
    page = client.get(reverse("records:my_organisation"))
    assert page.context["organisations"] == []
    assert {client.get(url).status_code for url in addresses(staff)} == {404}


def test_pages_cost_the_same_however_many_staff(client, focal, organisation, max_queries):
    def grow(rows):
        for _ in range(rows):
            cohort = make_cohort(enrolment_policy="approval")
            make_session(cohort=cohort)
            make_enrolment(
                cohort=cohort,
                person=make_person(organisation=organisation),
                organisation=organisation,
            )
            make_enrolment(cohort=cohort, person=focal, organisation=organisation)
            make_enrolment(cohort=cohort, organisation=organisation)

    cohort = make_cohort(enrolment_policy="approval")
    urls = [
        reverse("records:my_organisation"),
        reverse("records:nominations"),
        reverse("records:staff_member", args=[focal.pk]),
        reverse("records:nominate_staff", args=[organisation.pk, cohort.pk]),
        reverse("records:invite_staff", args=[organisation.pk]),
    ]
    for rows in (1, 20):
        grow(rows)
        for url in urls:
            client.get(url)  # warms what is remembered between requests
            with max_queries(13):
                assert client.get(url).status_code == 200
