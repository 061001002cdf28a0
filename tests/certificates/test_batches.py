"""Many certificates at once: reading the list, issuing, stopping, trying again, fetching them."""

from datetime import date
from io import BytesIO
from unittest import mock
from uuid import uuid4
from zipfile import ZipFile

import pypdf
import pypdfium2
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates import tasks
from certificates.models import Certificate, CertificateBatch, RegisterAccess
from certificates.name_lists import MOST_PEOPLE, read_people
from certificates.services import supersede_certificate
from certificates.services.batches import (
    Recipient,
    issue_batch,
    request_batch,
    resume_batch,
    stop_batch,
)
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import (
    make_certificate,
    make_design,
    make_facts,
    make_requested,
    pdf_bytes,
)

pytestmark = pytest.mark.django_db
DRAW = "certificates.services.issuing.draw_certificate"


@pytest.fixture
def coordinator(client, roles):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def make_batch(count=3, **fields) -> CertificateBatch:
    people = [Recipient(name=f"Sok Person {number}") for number in range(count)]
    return request_batch(
        key=str(uuid4()), title="A batch", facts=make_facts(**fields), recipients=people
    )


def states(batch) -> list[str]:
    return list(batch.certificates.order_by("pk").values_list("state", flat=True))


# -- The list ------------------------------------------------------------------------------


def test_parts_of_a_line_stand_in_any_order():
    text = "Sok Sophea; សុខ សុភា; sophea@Example.org\n\n០១២ ៣៤៥ ៦៧៨\tចាន់ ដារ៉ា\nVanna"
    assert read_people(text) == [
        Recipient("Sok Sophea", "សុខ សុភា", "sophea@example.org"),
        Recipient("", "ចាន់ ដារ៉ា", "+85512345678"),
        Recipient("Vanna"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  \n", "Write at least one name."),
        ("a@example.org", "Line 1: there is no name."),
        ("Sok; Chan", "Line 1: “Sok” and “Chan” are the same kind of entry. Write one person a line."),
        ("Sok\n sok ", "Line 2: it says the same as line 1."),
        ("😀😀", "Line 1: no typeface has the letters of “😀😀”."),
        ("x" * 201, "Line 1: this name is too long for a certificate."),
        ("\n".join(f"N{n}" for n in range(MOST_PEOPLE + 1)), "These are 501 people; 500 at once is the most."),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_read_say_why(text, problem):
    with pytest.raises(ValidationError) as caught:
        read_people(text)
    assert caught.value.messages == [problem]


# -- Issuing -------------------------------------------------------------------------------


def test_a_batch_is_issued_once_however_often_it_is_asked_for(django_capture_on_commit_callbacks):
    owner = make_user(email="sophea@example.org", language="km")
    people = [Recipient("Sok Sophea", account="sophea@example.org"), Recipient("Chan Dara")]
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            batch = request_batch(key="a", title="A", facts=make_facts(), recipients=people)
    assert states(batch) == ["issued", "issued"]
    first, second = batch.certificates.order_by("pk")
    assert (first.owner, second.owner, second.sequence) == (owner, None, 2)
    assert issue_batch(batch=batch) == 0


def test_one_that_fails_holds_up_nobody_and_can_be_tried_again(django_capture_on_commit_callbacks):
    batch = make_batch()

    def draw(certificate, design):
        if certificate.name.endswith("1"):
            raise ValueError("no ink")
        return b"%PDF-"

    with mock.patch(DRAW, side_effect=draw):
        assert issue_batch(batch=batch) == 2
    assert states(batch) == ["issued", "requested", "issued"]
    counted = CertificateBatch.objects.with_progress().get()
    assert (counted.total, counted.issued, counted.failed) == (3, 2, 1)
    assert batch.certificates.get(state="requested").problem == "ValueError: no ink"
    with django_capture_on_commit_callbacks(execute=True):
        resume_batch(batch=batch)
    assert states(batch) == ["issued"] * 3
    # Numbers have no gap: the one that failed took none.
    assert sorted(batch.certificates.values_list("sequence", flat=True)) == [1, 2, 3]
    assert set(batch.certificates.values_list("problem", flat=True)) == {""}


def test_a_stopped_batch_goes_no_further_until_it_is_resumed():
    batch = make_batch()

    def draw(certificate, design):
        stop_batch(batch=batch)
        return b"%PDF-"

    with mock.patch(DRAW, side_effect=draw):
        assert issue_batch(batch=batch) == 1
    assert states(batch) == ["issued", "requested", "requested"]
    tasks.issue(batch.certificates.last().pk)
    assert states(batch)[-1] == "requested"
    resume_batch(batch=batch)
    assert issue_batch(batch=batch) == 2


def test_certificates_of_a_cohort_make_a_batch():
    one, other = make_requested(cohort="LW-1"), make_requested(cohort="LW-1")
    elsewhere = make_requested(cohort="LW-2")
    assert one.batch == other.batch != elsewhere.batch
    assert (str(one.batch), make_requested(cohort="").batch) == ("Listening well – LW-1", None)


# -- Telling the owners --------------------------------------------------------------------


def test_owner_is_told_once_in_their_language_with_an_address(django_capture_on_commit_callbacks):
    owner = make_user(email="sophea@example.org", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        certificate = make_certificate(owner=owner)
    tasks.tell_owner(certificate.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["sophea@example.org"], "Your certificate is ready")
    assert "http://testserver/certificates/" in sent.body
    assert certificate.check_url in sent.body
    assert sent.attachments == []


def test_a_mail_that_fails_is_tried_again():
    certificate = make_certificate(owner=make_user())
    with (
        mock.patch("certificates.services.telling.send_mail", side_effect=OSError("no route")),
        pytest.raises(OSError, match="no route"),
    ):
        tasks.tell_owner(certificate.pk)
    assert tasks.tell_owner(certificate.pk) is True
    assert len(mail.outbox) == 1


def test_nobody_without_an_address_is_told():
    phone_only = make_user(email=None, phone="+85512345678")
    assert tasks.tell_owner(make_certificate(owner=phone_only).pk) is False
    assert tasks.tell_owner(make_certificate().pk) is False


# -- In the admin --------------------------------------------------------------------------


def form(drawn_in, **fields) -> dict:
    return {
        "token": str(uuid4()),
        "design": drawn_in.pk,
        "course_title": "Listening well",
        "completed_on": "2026-03-14",
        "hours": "១៨",
        "people": "Sok Sophea; សុខ សុភា\nChan Dara",
        "language": "km",
    } | fields


def test_coordinator_looks_the_list_over_and_issues_it(
    client, coordinator, django_capture_on_commit_callbacks
):
    data = form(make_design(valid_months=24))
    url = reverse("certificatebatch:issue")
    assert "Issue certificates" in client.get(url).text
    looked_over = client.post(url, data)
    assert "2 certificates will be issued" in looked_over.text
    assert Certificate.objects.count() == 0
    assert "Look it over" in client.post(url, data | {"change": "1"}).text
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # two clicks
            response = client.post(url, data | {"issue": "1"})
    batch = CertificateBatch.objects.get()
    assert response.url == reverse("certificatebatch:show", args=[batch.pk])
    made = batch.certificates.first()
    assert (made.hours, made.expires_on, made.requested_by) == (18, date(2028, 3, 14), coordinator)
    shown = client.get(response.url)
    assert "2 of 2 issued." in shown.text
    assert "progress.js" not in shown.text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"people": ""}, "This field is required"),
        ({"people": "Sok\nSok"}, "Line 2: it says the same as line 1."),
        ({"design": "0"}, "Select a valid choice"),
        ({"completed_on": "14/3/26x"}, "Enter a valid date"),
        ({"starts_on": "2026-03-14", "ends_on": "2026-03-12"}, "The end is before the beginning."),
        ({"expires_on": "2026-03-14"}, "It would have run out before it was earned."),
    ],
)
def test_what_is_wrong_with_a_list_is_said_and_nothing_is_lost(client, coordinator, fields, reason):
    data = form(make_design(), **fields) | {"issue": "1"}
    response = client.post(reverse("certificatebatch:issue"), data)
    assert response.status_code == 200
    assert reason in response.text
    assert "Listening well" in response.text
    assert CertificateBatch.objects.count() == 0


def test_stopping_and_resuming_from_the_page(client, coordinator):
    batch = make_batch()
    page = reverse("certificatebatch:show", args=[batch.pk])
    assert "progress.js" in client.get(page).text
    assert client.post(reverse("certificatebatch:stop", args=[batch.pk])).url == page
    assert "Stopped" in client.get(page).text
    assert client.post(reverse("certificatebatch:resume", args=[batch.pk])).url == page
    assert "Stopped" not in client.get(page).text


@pytest.fixture
def issued(client, coordinator):
    batch = make_batch(cohort="")
    issue_batch(batch=batch)
    return batch


def fetch(client, batch, name):
    return client.get(reverse(f"certificatebatch:{name}", args=[batch.pk]))


def test_zip_holds_the_stored_files(client, issued):
    archive = ZipFile(BytesIO(fetch(client, issued, "zip").getvalue()))
    first = issued.certificates.order_by("sequence").first()
    assert archive.namelist()[0] == f"{first.number} Sok Person 0.pdf"
    assert len(archive.namelist()) == 3
    assert archive.read(archive.namelist()[0]) == pdf_bytes(first)


def test_print_has_a_page_for_each_valid_certificate(client, issued):
    old = issued.certificates.order_by("sequence").first()
    newer = supersede_certificate(certificate=old, facts=make_facts(name="Sok Corrected"))
    issue_batch(batch=issued)
    pages = pypdfium2.PdfDocument(fetch(client, issued, "print").content)
    text = [page.get_textpage().get_text_range() for page in pages]
    assert len(text) == 3
    assert "Sok Person 0" not in "".join(text)
    newer.refresh_from_db()
    assert newer.number in text[-1]


def test_list_to_sign_names_everybody(client, issued):
    text = (
        pypdf.PdfReader(BytesIO(fetch(client, issued, "recipients").content))
        .pages[0]
        .extract_text()
    )
    for certificate in issued.certificates.all():
        assert certificate.name in text
        assert certificate.number in text
    assert "Signature" in text


def test_who_fetched_what_is_noted(client, issued, coordinator):
    for name in ("zip", "print", "recipients"):
        fetch(client, issued, name)
    client.get(reverse("certificate:export"))
    notes = RegisterAccess.objects.order_by("pk").values_list("kind", "people", "user")
    assert list(notes) == [
        (kind, 3, coordinator.pk) for kind in ("zip", "print", "recipients", "register")
    ]


def test_the_register_is_exported_inert_and_as_filtered(client, coordinator):
    make_certificate(name='=HYPERLINK("x")')
    make_certificate(kind="attendance")
    make_requested()
    response = client.get(reverse("certificate:export"), {"kind": "completion", "year": "x' or 1"})
    lines = response.getvalue().decode().splitlines()
    assert lines[0].startswith("\ufeffnumber,state,kind,name,")
    assert len(lines) == 2
    assert """"'=HYPERLINK(""x"")\"""" in lines[1]
    everything = client.get(reverse("certificate:export")).getvalue().decode().splitlines()
    assert len(everything) == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_batches_take_the_same_queries(client, coordinator, rows, max_queries):
    for _ in range(rows):
        batch = make_batch(count=1)
    index, page = (
        reverse("certificatebatch:index"),
        reverse("certificatebatch:show", args=[batch.pk]),
    )
    client.get(index)
    with max_queries(15):
        assert client.get(index).text.count("A batch") >= rows
    with max_queries(15):
        client.get(page)


@pytest.mark.parametrize(
    "name", ["index", "issue", "show", "stop", "resume", "zip", "print", "recipients"]
)
@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.FOCAL_POINT])
def test_batches_are_for_coordinators(client, roles, role, name):
    args = [make_batch().pk] if name not in ("index", "issue") else []
    client.force_login(make_user(role=role))
    for response in (
        client.get(reverse(f"certificatebatch:{name}", args=args)),
        client.post(reverse(f"certificatebatch:{name}", args=args)),
    ):
        assert response.status_code in (302, 403, 405)
        if response.status_code == 302:
            assert response.url.startswith(("/admin/", "/en/accounts/login"))
    assert RegisterAccess.objects.count() == 0
    assert CertificateBatch.objects.filter(stopped_at=None).count() == len(args)
