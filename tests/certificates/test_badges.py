"""Open Badges, verified by an independent library from published addresses alone; sharing."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from PIL import Image

from certificates.checks import check_signing_key
from certificates.models import SigningKey
from certificates.services import issue_certificate, revoke_certificate, supersede_certificate
from certificates.services.keys import new_signing_key
from certificates.services.sharing import share_certificate
from certificates.sharing_links import share_links
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    user = make_user()
    client.force_login(user)
    return user


def url(name, certificate=None):
    return reverse(f"certificates:{name}", args=[certificate.code] if certificate else [])


def fetch(client, certificate) -> str:
    response = client.get(url("badge", certificate))
    assert response.status_code == 200
    return response.content.decode()


def verify(client, badge: str) -> dict:
    """As a stranger does it: take the key from the address in the header."""
    header = jwt.get_unverified_header(badge)
    assert (header["alg"], header["typ"]) == ("EdDSA", "JWT")
    key = jwt.PyJWK(client.get(urlsplit(header["kid"]).path).json())
    return jwt.decode(badge, key, algorithms=["EdDSA"], options={"verify_exp": False})


def test_a_badge_verifies_and_says_what_the_certificate_says(client, owner):
    certificate = make_certificate(owner=owner, expires_on=date(2099, 3, 14), rule="attendance 80%")
    claims = verify(client, fetch(client, certificate))
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    achievement = claims["credentialSubject"]["achievement"]
    assert (achievement["name"], achievement["criteria"]) == (
        "Listening well",
        {"narrative": "attendance 80%"},
    )
    identity = claims["credentialSubject"]["identifier"][0]
    assert (identity["identityHash"], identity["hashed"]) == ("Sok Sophea", False)
    assert (claims["iss"], claims["jti"]) == (claims["issuer"]["id"], claims["id"])
    assert claims["evidence"][0]["id"] == certificate.check_url
    assert claims["validUntil"] == "2099-03-14T16:59:59Z"  # the end of the day in Phnom Penh
    assert datetime.fromtimestamp(claims["nbf"], UTC) == certificate.issued_at.replace(
        microsecond=0
    )


def test_a_badge_that_was_changed_does_not_verify(client, owner):
    head, body, signature = fetch(client, make_certificate(owner=owner)).split(".")
    forged = f"{head}.{body[:-8]}{body[-8:][::-1]}.{signature}"
    with pytest.raises(jwt.InvalidTokenError):
        verify(client, forged)


def test_the_same_badge_is_the_same_text_and_an_old_key_still_verifies(client, owner):
    certificate = make_certificate(owner=owner)
    badge = fetch(client, certificate)
    assert fetch(client, certificate) == badge
    new_signing_key()
    newer = fetch(client, certificate)
    assert newer != badge
    assert verify(client, newer) == verify(client, badge)
    assert len(client.get(url("issuer")).json()["keys"]) == SigningKey.objects.count() == 2
    assert "private" not in client.get(url("issuer")).text


@pytest.fixture
def pem():
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("as_file", [False, True])
def test_a_key_in_the_setting_takes_the_place_of_that_in_the_database(
    client, owner, settings, tmp_path, pem, as_file
):
    certificate = make_certificate(owner=owner)
    before = fetch(client, certificate)
    settings.BADGE_SIGNING_KEY = pem
    if as_file:
        (tmp_path / "badges.pem").write_text(pem)
        settings.BADGE_SIGNING_KEY = str(tmp_path / "badges.pem")
    badge = fetch(client, certificate)
    assert badge != before
    assert fetch(client, certificate) == badge
    assert verify(client, badge) == verify(client, before)
    assert list(SigningKey.objects.values_list("private", flat=True)) == ["", ""]
    with pytest.raises(ImproperlyConfigured):
        new_signing_key()
    settings.BADGE_SIGNING_KEY = ""  # taken away again: another one is made
    assert verify(client, fetch(client, certificate)) == verify(client, badge)
    assert SigningKey.objects.exclude(private="").count() == 1


def test_check_warns_of_a_key_in_the_database_and_refuses_what_is_none(settings, pem):
    def found():
        return [each.id for each in check_signing_key(None)]

    settings.BADGE_SIGNING_KEY = ""
    assert found() == ["certificates.W001"]
    settings.BADGE_SIGNING_KEY = pem
    assert found() == []
    rsa_key = rsa.generate_private_key(65537, 2048)
    another_kind = rsa_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for wrong in ("/nowhere/badges.pem", "-----BEGIN PRIVATE KEY-----", another_kind.decode()):
        settings.BADGE_SIGNING_KEY = wrong
        assert found() == ["certificates.E001"]
        assert wrong not in check_signing_key(None)[0].msg


def test_revoked_and_replaced_badges_are_listed_without_addresses(client, owner):
    gone = [make_certificate(owner=owner) for _ in range(2)]
    ids = [verify(client, fetch(client, certificate))["id"] for certificate in gone]
    assert client.get(url("revoked_badges")).json()["revokedCredentials"] == []
    revoke_certificate(certificate=gone[0], reason="Wrong person")
    newer = supersede_certificate(certificate=gone[1], facts=make_facts(name="Sok Sophy"))
    issue_certificate(certificate=newer)
    listed = client.get(url("revoked_badges"))
    assert listed.json()["revokedCredentials"] == [{"id": one, "revoked": True} for one in ids]
    assert gone[0].code not in listed.text
    assert client.get(url("badge", gone[0])).status_code == 404


def test_a_badge_is_for_its_owner_alone(client, owner):
    other = make_certificate(owner=make_user())
    assert client.get(url("badge", other)).status_code == 404
    owner.is_superuser = True
    owner.save()
    assert client.get(url("badge", other)).status_code == 404


# -- Sharing -------------------------------------------------------------------------------


def test_nothing_is_shared_until_the_owner_says_so(client, owner):
    certificate = make_certificate(owner=owner)
    for name in ("shared", "picture"):
        assert client.get(url(name, certificate)).status_code == 404
    assert "Stop sharing it" not in client.get(url("share", certificate)).text
    client.post(url("share", certificate), {"shared": "1"})
    assert "Stop sharing it" in client.get(url("share", certificate)).text
    client.logout()
    page = client.get(url("shared", certificate))
    assert page["X-Robots-Tag"] == "noindex"
    assert (
        f'property="og:image" content="http://testserver{url("picture", certificate)}"' in page.text
    )
    assert certificate.organisation + "<" not in page.text.partition("<article")[2]
    client.force_login(owner)
    client.post(url("share", certificate))
    assert client.get(url("shared", certificate)).status_code == 404


def test_only_the_owner_has_the_switch(client, owner):
    other = make_certificate(owner=make_user())
    assert client.post(url("share", other), {"shared": "1"}).status_code == 404
    other.refresh_from_db()
    assert other.is_shared is False


def test_what_is_revoked_or_has_run_out_is_shared_no_more(client):
    revoked, expired = make_certificate(), make_certificate(expires_on=date(2026, 3, 15))
    for certificate in (revoked, expired):
        share_certificate(certificate=certificate, shared=True)
    revoke_certificate(certificate=revoked, reason="Wrong person")
    for certificate in (revoked, expired):
        assert client.get(url("shared", certificate)).status_code == 404
        assert client.get(url("picture", certificate)).status_code == 404


def test_the_picture_has_the_size_that_is_asked_for(client):
    certificate = share_certificate(certificate=make_certificate(), shared=True)
    response = client.get(url("picture", certificate))
    picture = Image.open(BytesIO(response.content))
    assert (response["Content-Type"], picture.size) == ("image/png", (1200, 630))
    assert client.get(url("picture", certificate)).content == response.content


def test_links_carry_the_facts_and_the_shared_address():
    certificate = make_certificate(course_title="Q&A: listening", expires_on=date(2028, 4, 1))
    links = share_links(certificate)
    query = parse_qs(urlsplit(links["linkedin"]).query)
    shared = f"http://testserver/c/{certificate.code}/shared/"
    assert {name: value[0] for name, value in query.items()} == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Q&A: listening",
        "organizationName": "Chab Dai Coalition",
        "issueYear": "2026",
        "issueMonth": "3",
        "certId": certificate.number,
        "certUrl": shared,
        "expirationYear": "2028",
        "expirationMonth": "4",
    }
    assert parse_qs(urlsplit(links["facebook"]).query) == {"u": [shared]}


def test_a_badge_is_plain_json_in_its_own_language(client, owner):
    certificate = make_certificate(owner=owner, name="", course_title="ការស្តាប់", curriculum="")
    claims = verify(client, fetch(client, certificate))
    assert json.dumps(claims, ensure_ascii=False).count("សុខ សុភា") == 2
    assert claims["name"] == "ការស្តាប់"
