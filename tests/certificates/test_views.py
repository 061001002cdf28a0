"""What the public, the person and the coordinator see."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certificates import rate_limits, services
from certificates.models import Certificate
from certificates.next_steps import next_steps
from certificates.services import renew_certificate
from certificates.wording import long_date
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_facts, make_requested, pdf_bytes

pytestmark = pytest.mark.django_db


def check(client, certificate, language="en"):
    url = reverse("certificates:check", args=[certificate.code])
    return client.get(url, headers={"accept-language": language})


def test_check_shows_name_course_date_and_nothing_more(client):
    certificate = make_certificate(owner=make_user(email="sophea@example.org"))
    response = check(client, certificate)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    for shown in ("Sok Sophea", "សុខ សុភា", "Listening well", "14 March 2026", "is valid"):
        assert shown in response.text
    for hidden in ("LW-1", certificate.organisation + "<", "18", "sophea@example.org"):
        assert hidden not in response.text.partition("<article")[2].partition("</article")[0]


def test_check_has_no_language_in_its_address_and_speaks_the_visitor_s(client):
    response = check(client, make_certificate(), language="km")
    assert response.request["PATH_INFO"].startswith("/c/")
    assert response["Content-Language"] == "km"


def test_check_says_revoked_without_the_reason(client):
    certificate = services.revoke_certificate(
        certificate=make_certificate(), reason="Never attended"
    )
    response = check(client, certificate)
    assert "was revoked" in response.text
    assert "Never attended" not in response.text


def test_check_says_replaced(client):
    old = make_certificate()
    new = services.supersede_certificate(certificate=old, facts=make_facts())
    services.issue_certificate(certificate=new)
    assert "replaced by a newer one" in check(client, old).text
    assert "is valid" in check(client, new).text


@pytest.mark.parametrize("make", [lambda: make_requested().code, lambda: "nothing-here"])
def test_check_of_an_unknown_code_helps(client, make):
    response = client.get(reverse("certificates:check", args=[make()]))
    assert response.status_code == 404
    assert reverse("certificates:look_up") in response.text


def test_check_takes_one_query(client, max_queries):
    certificate = make_certificate()
    check(client, certificate)
    with max_queries(4):
        check(client, certificate)


def download(client, certificate):
    return client.get(reverse("certificates:download", args=[certificate.code]))


def test_download_is_for_the_person(client):
    owner = make_user()
    certificate = make_certificate(owner=owner)
    client.force_login(owner)
    response = download(client, certificate)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="certificate-{certificate.number}.pdf"'
    )
    assert response.content == pdf_bytes(certificate)


def test_download_is_not_for_others(client):
    certificate = make_certificate(owner=make_user())
    assert download(client, certificate).status_code == 302
    client.force_login(make_user())
    assert download(client, certificate).status_code == 404


def test_download_waits_until_the_certificate_is_issued(client):
    owner = make_user()
    client.force_login(owner)
    assert download(client, make_requested(owner=owner)).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_own_certificates_take_the_same_queries(client, rows, max_queries):
    owner = make_user()
    client.force_login(owner)
    for _ in range(rows):
        make_requested(owner=owner)
    make_certificate(owner=owner)
    make_certificate(owner=make_user(), course_title="Not mine")
    client.get(reverse("certificates:list"))  # fills what the site keeps in its cache
    with max_queries(10):
        response = client.get(reverse("certificates:list"))
    assert response.text.count("Listening well") == rows + 1
    assert "Not mine" not in response.text


def look_up(client, number, name, **extra):
    data = {"number": number, "family_name": name}
    return client.post(reverse("certificates:look_up"), data, **extra)


@pytest.mark.parametrize("name", ["Sok", "so", "សុខ", "SOK", "សុខ សុភា"])
def test_look_up_finds_by_the_beginning_of_the_name(client, name):
    certificate = make_certificate()
    response = look_up(client, f" {certificate.number} ", name)
    assert response.url == reverse("certificates:check", args=[certificate.code])


def test_look_up_reads_khmer_digits(client):
    certificate = make_certificate()
    number = certificate.number.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert look_up(client, number, "Sok").status_code == 302


@pytest.mark.parametrize("name", ["Chan", "phea", "Sophea"])
def test_look_up_does_not_find_by_another_name(client, name):
    response = look_up(client, make_certificate().number, name)
    assert response.status_code == 200
    assert "No certificate has this number" in response.text


def test_look_up_wants_two_letters(client):
    response = look_up(client, make_certificate().number, "S\u200b")
    assert "at least two letters" in response.text


def test_look_up_stops_guessing_of_one_number(client):
    number = make_certificate().number
    for _ in range(rate_limits.TRIES_A_NUMBER):
        assert look_up(client, number, "Wrong").status_code == 200
    response = look_up(client, number, "Sok")
    assert (response.status_code, "Too many tries" in response.text) == (429, True)


def test_look_up_stops_one_visitor_but_not_another(client):
    for number in range(rate_limits.TRIES_A_VISITOR):
        look_up(client, f"2026-{number}", "Wrong")
    certificate = make_certificate()
    assert look_up(client, certificate.number, "Sok").status_code == 429
    response = look_up(client, certificate.number, "Sok", REMOTE_ADDR="192.0.2.7")
    assert response.status_code == 302


@pytest.mark.parametrize("text", ["", "😀" * 500, "x" * 10_000, "'; --", "\u202eabc", "\x00"])
def test_look_up_survives_anything_typed(client, text):
    assert look_up(client, text, text).status_code == 200


def check_file(client, content: bytes, name="certificate.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(reverse("certificates:check_file"), {"file": file})


def test_an_issued_file_is_known_by_its_content(client):
    certificate = make_certificate()
    response = check_file(client, pdf_bytes(certificate), name="renamed.pdf")
    assert response.url == reverse("certificates:check", args=[certificate.code]) + "?same"
    assert "exactly the one that we issued" in client.get(response.url).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda pdf: pdf[:-1] + b" ", "or it was changed since"),
        (lambda pdf: b"%PDF-1.4 something else", "or it was changed since"),
        (lambda pdf: b"<html>", "This file is no PDF"),
        (lambda pdf: b"", "The submitted file is empty"),
        (lambda pdf: b"%PDF-" + b"0" * (5 * 2**20), "larger than any certificate"),
    ],
)
def test_any_other_file_is_not_ours(client, content, reason):
    response = check_file(client, content(pdf_bytes(make_certificate())))
    assert response.status_code == 200
    assert reason in response.text


def test_checking_files_is_limited_too(client):
    for _ in range(rate_limits.TRIES_A_VISITOR):
        check_file(client, b"%PDF-")
    assert check_file(client, b"%PDF-").status_code == 429


def test_check_says_run_out_and_renewed(client):
    old = make_certificate(expires_on=date(2026, 3, 15))
    assert "has run out" in check(client, old).text
    assert "15 March 2026" in check(client, old).text
    newer = renew_certificate(certificate=old, completed_on=date(2026, 4, 1))
    newer = services.issue_certificate(certificate=newer)
    assert (newer.expires_on, newer.starts_on) == (None, None)
    assert "replaced by a newer one" in check(client, old).text
    assert "is valid" in check(client, newer).text


def test_admin_corrects_a_name(client, coordinator, django_capture_on_commit_callbacks):
    old = make_certificate()
    url = reverse("certificate:correct", args=[old.pk])
    assert 'value="Sok Sophea"' in client.get(url).text
    same = client.post(url, {"name": "Sok Sophea", "name_km": "សុខ សុភា"})
    assert "has already" in same.text
    assert "at least one script" in client.post(url, {"name": "😀", "name_km": ""}).text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, {"name": "Sok Sophy", "name_km": "សុខ សុភី"})
    assert response.url == reverse("certificate:index")
    old.refresh_from_db()
    newer = old.superseded_by
    assert (old.state, newer.state, newer.name) == ("superseded", "issued", "Sok Sophy")
    assert (newer.course_title, newer.requested_by) == ("Listening well", coordinator)
    again = client.post(url, {"name": "Sok", "name_km": ""}, follow=True)
    assert "not valid any more" in again.text


def test_admin_renews(client, coordinator, django_capture_on_commit_callbacks):
    old = make_certificate(expires_on=date(2026, 3, 15))
    url = reverse("certificate:renew", args=[old.pk])
    assert client.get(url).status_code == 200
    data = {"completed_on": "2026-04-01", "expires_on": "2026-03-01"}
    assert "run out before" in client.post(url, data).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, data | {"expires_on": "2029-04-01"})
    old.refresh_from_db()
    assert (old.state, old.superseded_by.expires_on) == ("superseded", date(2029, 4, 1))


def test_next_steps_tell_of_a_new_certificate(django_assert_num_queries):
    owner = make_user()
    make_certificate(owner=owner)
    make_requested(owner=owner)
    with django_assert_num_queries(1):
        steps = next_steps(owner)
    assert [(str(step.title), step.note) for step in steps] == [
        ("Your certificate is ready", "Listening well")
    ]


def test_next_steps_warn_before_a_certificate_runs_out():
    owner = make_user()
    today = timezone.localdate()
    for days in (30, 90):
        made = make_certificate(owner=owner, expires_on=today + timedelta(days=days))
        Certificate.objects.filter(pk=made.pk).update(
            issued_at=timezone.now() - timedelta(days=300)
        )
    (step,) = next_steps(owner)
    assert (
        str(step.title) == f"Your certificate runs out on {long_date(today + timedelta(days=30))}"
    )


def sign_in_to_admin(client, *codenames):
    user = make_user()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    return sign_in_to_admin(client, "manage_certificates")


@pytest.mark.parametrize("rows", [1, 30])
def test_admin_list_takes_the_same_queries(client, coordinator, rows, max_queries):
    for _ in range(rows):
        make_requested()
    make_certificate()
    client.get(reverse("certificate:index"))
    with max_queries(15):
        response = client.get(reverse("certificate:index"))
    assert "Listening well" in response.text
    assert response.text.count("/revoke/") == 1  # only the valid one


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_admin_edits_nothing(client, coordinator, name):
    args = [] if name == "add" else [make_certificate().pk]
    response = client.post(reverse(f"certificate:{name}", args=args), {"name": "Forged"})
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_admin_search_finds_a_khmer_name(client, coordinator):
    make_certificate(name_km="ចាន់ ដារ៉ា", name="Chan Dara")
    make_certificate()
    response = client.get(reverse("certificate:index_results"), {"q": "ចាន់"})
    assert ("Chan Dara" in response.text, "Sok Sophea" in response.text) == (True, False)


def test_admin_revokes_with_a_reason(client, coordinator):
    certificate = make_certificate()
    url = reverse("certificate:revoke", args=[certificate.pk])
    assert "Revoke a certificate" in client.get(url).text
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Wrong person"}).url == reverse("certificate:index")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revoked_by) == ("revoked", coordinator)
    response = client.post(url, {"reason": "Again"}, follow=True)
    assert "not valid any more" in response.text


def test_admin_revoke_is_not_for_others_in_the_admin(client):
    sign_in_to_admin(client)
    certificate = make_certificate()
    client.post(reverse("certificate:revoke", args=[certificate.pk]), {"reason": "Mine"})
    certificate.refresh_from_db()
    assert certificate.state == "issued"
