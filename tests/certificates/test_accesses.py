"""The list of who fetched certificates: what it says, for whom, at what cost."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from certificates.models import AccessKind, RegisterAccess
from certificates.services.accesses import note_access
from lms.roles import Role
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
URL = "certificates_reports:accesses"


@pytest.fixture
def coordinator(client, roles):
    user = make_user(role=Role.COORDINATOR, last_name="Sok", first_name="Dara")
    client.force_login(user)
    return user


def test_who_fetched_what_is_listed_newest_first(client, coordinator):
    note_access(kind=AccessKind.REGISTER, user=coordinator, people=412)
    note_access(kind=AccessKind.ZIP, user=coordinator, people=31, of="Forum 2026 <b>")
    page = client.get(reverse(URL)).text
    page = page[page.rindex("<table") :]
    assert page.index("Forum 2026 &lt;b&gt;") < page.index("register as a spreadsheet")
    assert ("Sok Dara" in page, "412" in page, "31" in page) == (True, True, True)
    assert reverse(URL) in client.get(reverse("wagtailadmin_home")).text


def test_an_account_that_is_gone_leaves_its_line(client, coordinator):
    other = make_user(role=Role.COORDINATOR)
    note_access(kind=AccessKind.PRINT, user=other, people=3, of="Batch 7")
    other.delete()
    page = client.get(reverse(URL)).text
    assert ("Batch 7" in page, "a deleted account" in page) == (True, True)


def test_it_is_filtered_by_person_day_and_kind(client, coordinator):
    other = make_user(role=Role.COORDINATOR)
    # One in the morning of 2 March in Phnom Penh is still 1 March in UTC.
    for user, of, at in (
        (coordinator, "MARCH", datetime(2026, 3, 1, 18, tzinfo=UTC)),
        (other, "APRIL", datetime(2026, 4, 1, 5, tzinfo=UTC)),
    ):
        access = note_access(kind=AccessKind.ZIP, user=user, people=1, of=of)
        RegisterAccess.objects.filter(pk=access.pk).update(at=at)
    note_access(kind=AccessKind.RECIPIENTS, user=other, people=1, of="TO SIGN")

    def found(**query):
        page = client.get(reverse(URL), query).text
        return [of for of in ("MARCH", "APRIL", "TO SIGN") if of in page]

    assert "2 March 2026, 01:00" in client.get(reverse(URL)).text
    assert found() == ["MARCH", "APRIL", "TO SIGN"]
    assert found(user=other.pk) == ["APRIL", "TO SIGN"]
    assert found(kind="zip") == ["MARCH", "APRIL"]
    assert found(at_from="2026-03-02", at_to="2026-03-02") == ["MARCH"]
    assert found(at_from="2026-03-03", at_to="2026-04-01") == ["APRIL"]
    assert found(user="nonsense") == ["MARCH", "APRIL", "TO SIGN"]


def test_it_is_paged_and_never_a_file(client, coordinator):
    for number in range(51):
        note_access(kind=AccessKind.ZIP, user=coordinator, people=1, of=f"Batch {number:02}.")
    first = client.get(reverse(URL)).text
    assert ("Batch 50." in first, "Batch 00." in first) == (True, False)
    assert "Batch 00." in client.get(reverse(URL), {"p": 2}).text
    response = client.get(reverse(URL), {"export": "csv"})
    assert response["Content-Type"].startswith("text/html")
    assert "export=" not in first


@pytest.mark.parametrize("rows", [1, 30])
def test_it_takes_the_same_queries(client, coordinator, rows, max_queries):
    for _ in range(rows):
        note_access(kind=AccessKind.ZIP, user=make_user(role=Role.COORDINATOR), people=1, of="B-")
    client.get(reverse(URL))
    with max_queries(12):
        assert client.get(reverse(URL)).text.count("B-") >= rows
