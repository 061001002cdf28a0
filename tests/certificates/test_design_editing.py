"""Designs in the admin: drafts, versions, previews, and what is refused while editing."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certificates.models import (
    CertificateDesign,
    CertificateKind,
    CertificateNumbering,
    CertificatePicture,
)
from certificates.number_patterns import check_pattern
from certificates.pictures import LONGEST_SIDE
from certificates.placeholders import check_placeholders, fill
from certificates.services import issue_certificate
from certificates.services.issuing import draw_again
from certificates.starter_designs import WORDS, setup_designs
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import (
    make_certificate,
    make_design,
    make_picture,
    make_requested,
    pdf_bytes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client, roles):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def form_data(*, wordings=None, **fields) -> dict:
    words = WORDS[CertificateKind.COMPLETION] if wordings is None else wordings
    return nested_form_data(
        {
            "name": "Ours",
            "kind": "completion",
            "orientation": "landscape",
            "border": "lines",
            "background": "waves",
            "ink": "#17395C",
            "accent": "#8A641F",
            "heading_font": "Moul",
            "text_font": "Noto Serif",
            "valid_months": "",
            "wordings": streamfield([("wording", {"issuer": "", **word}) for word in words]),
            "logos": streamfield([]),
            "signatories": streamfield([]),
        }
        | fields
    )


ADD = "wagtailsnippets_certificates_certificatedesign:add"
EDIT = "wagtailsnippets_certificates_certificatedesign:edit"
PREVIEW = "wagtailsnippets_certificates_certificatedesign:preview_on_edit"


def test_three_designs_ship_and_are_made_once():
    assert setup_designs(issuer="Our house") == 3
    assert setup_designs(issuer="Another") == 0
    kinds = {design.kind for design in CertificateDesign.objects.filter(live=True, is_usual=True)}
    assert kinds == {"completion", "attendance", "trainer"}
    assert {make_certificate(kind=kind, issuer="").issuer for kind in kinds} == {"Our house"}


def test_a_draft_changes_nothing_until_it_is_published(client, coordinator):
    design = make_design()
    url = reverse(EDIT, args=[design.pk])
    assert client.post(url, form_data(name="New", border="none")).status_code == 302
    design.refresh_from_db()
    assert (design.border, design.has_unpublished_changes) == ("lotus", True)
    before = make_certificate()
    data = form_data(name="New", border="none") | {"action-publish": "1"}
    assert client.post(url, data).status_code == 302
    design.refresh_from_db()
    assert (design.border, design.live) == ("none", True)
    after = make_certificate()
    assert before.design_revision != after.design_revision
    assert len(pdf_bytes(before)) > len(pdf_bytes(after))


def test_a_certificate_is_drawn_again_in_its_own_version_byte_for_byte():
    design = make_design(logos=[("logo", make_picture())])
    certificate = make_certificate()
    design.ink = "#000000"
    design.save_revision().publish()
    assert draw_again(certificate) == pdf_bytes(certificate)
    assert draw_again(make_certificate()) != pdf_bytes(certificate)


def test_the_form_and_its_preview(client, coordinator):
    design = make_design(logos=[("logo", make_picture())])
    assert client.get(reverse(ADD)).status_code == 200
    edit = client.get(reverse(EDIT, args=[design.pk]))
    assert reverse(PREVIEW, args=[design.pk]) in edit.text
    url = reverse(PREVIEW, args=[design.pk])
    posted = client.post(url, form_data(name="Tried <out>"))
    assert posted.json() == {"is_valid": True, "is_available": True}
    shown = client.get(url, {"mode": "long", "in_preview_panel": "true"})
    assert "data:image/png;base64," in shown.text
    assert "Tried &lt;out&gt;" in shown.text
    pdf = client.get(url, {"mode": "pdf"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


ENGLISH = WORDS[CertificateKind.COMPLETION][1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"wordings": [{**ENGLISH, "statement": "has done {curse}"}]}, "is no placeholder"),
        ({"wordings": [{**ENGLISH, "title": "A {name"}]}, "brace is left open"),
        ({"wordings": [{**ENGLISH, "details": "{hours:5}"}]}, "is no placeholder"),
        ({"wordings": [{**ENGLISH, "title": "Well done 😀"}]}, "No typeface"),
        ({"wordings": [ENGLISH, ENGLISH]}, "Both languages are the same"),
        ({"heading_font": "Noto Serif"}, "has no Khmer letters"),
        ({"ink": "#EEEEEE"}, "too pale"),
        ({"accent": "gold"}, "Write a colour as"),
        ({"valid_months": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(client, coordinator, fields, reason):
    response = client.post(reverse(ADD), form_data(**fields) | {"action-publish": "1"})
    assert response.status_code == 200
    assert reason in response.text
    assert CertificateDesign.objects.count() == 0


def test_a_kind_has_one_usual_design(client, coordinator):
    make_design()
    response = client.post(reverse(ADD), form_data(is_usual="on") | {"action-publish": "1"})
    assert "is the usual design of this kind" in response.text


def picture(size=(900, 300), kind="PNG", name="logo.png"):
    data = BytesIO()
    Image.new("RGB", size, "navy").save(data, kind)
    return SimpleUploadedFile(name, data.getvalue())


def upload(client, file):
    url = reverse("wagtailsnippets_certificates_certificatepicture:add")
    return client.post(url, {"title": "Logo", "file": file})


def test_a_picture_is_kept_private_and_small(client, coordinator, settings):
    assert upload(client, picture()).status_code == 302
    kept = CertificatePicture.objects.get()
    assert (kept.width, kept.height) == (LONGEST_SIDE, 213)
    assert Path(kept.file.path).is_relative_to(settings.PRIVATE_MEDIA_ROOT)


def test_a_picture_s_file_is_never_exchanged(client, coordinator):
    kept = make_picture()
    url = reverse("wagtailsnippets_certificates_certificatepicture:edit", args=[kept.pk])
    client.post(url, {"title": "Renamed", "file": picture()})
    name = kept.file.name
    kept.refresh_from_db()
    assert (kept.title, kept.file.name, kept.width) == ("Renamed", name, 80)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (
            lambda: SimpleUploadedFile("l.png", b"\x89PNG\r\n\x1a\n" + b"0" * (30 * 2**20 - 8)),
            "30 MB",
        ),
        (lambda: SimpleUploadedFile("l.png", picture().read()[:200]), "damaged"),
        (lambda: SimpleUploadedFile("l.png", b"<svg onload=alert(1)>"), "not taken"),
        (lambda: SimpleUploadedFile("l.txt", b"plain words"), "This is no picture"),
        (lambda: picture(size=(20, 20)), "too small to print"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused(client, coordinator, file, reason):
    response = upload(client, file())
    assert reason in response.text
    assert CertificatePicture.objects.count() == 0


@pytest.mark.parametrize(
    "pattern", ["{year}-{sequence:05}", "CD-{year}-{sequence:04}", "A{year}B{sequence}C"]
)
def test_patterns_of_numbers(pattern):
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["", "2026-1", "{year}", "{sequence}", "{year}{sequence}", "{year}-{sequence}1", "{sequence}-{year}",
     "{year}-{sequence:4}", "{year}-{sequence} ", "លេខ{year}-{sequence}", "{year}-{sequence}-{x}",
     "7{year}-{sequence}"],
)  # fmt: skip
def test_patterns_that_could_repeat_or_cannot_be_typed_are_refused(pattern):
    with pytest.raises(ValidationError):
        check_pattern(pattern)


def test_a_new_pattern_holds_from_then_on_and_the_count_goes_on(client, coordinator):
    first = make_certificate()
    pk = CertificateNumbering.load().pk
    url = reverse("wagtailsettings:edit", args=["certificates", "certificatenumbering", pk])
    assert client.post(url, {"pattern": "CD-{sequence}"}).status_code == 200  # refused
    assert client.post(url, {"pattern": "CD-{year}-{sequence:04}"}).status_code == 302
    second = make_certificate()
    year = first.year
    assert [first.number, second.number] == [f"{year}-00001", f"CD-{year}-0002"]


def test_parts_without_their_fact_are_left_out():
    facts = {"hours": "", "completed": "14 March 2026", "expires": ""}
    text = "{hours} hours · Completed on {completed}\nValid until {expires}"
    assert fill(text, facts) == "Completed on 14 March 2026"
    assert check_placeholders(text) is None


@pytest.mark.parametrize("name", ["certificatedesign", "certificatepicture"])
def test_designs_and_pictures_are_never_deleted(client, name):
    """Old certificates are drawn in them."""
    make = {"certificatedesign": make_design, "certificatepicture": make_picture}[name]
    client.force_login(make_user(is_superuser=True, is_staff=True))
    kept = make()
    url = reverse(f"wagtailsnippets_certificates_{name}:delete", args=[kept.pk])
    client.post(url)
    assert type(kept).objects.filter(pk=kept.pk).exists()


def test_a_design_from_an_earlier_version_gets_a_version_when_used():
    """What the migration makes of the old settings has no revision."""
    design = make_design()
    CertificateDesign.objects.update(live_revision=None, latest_revision=None)
    certificate = issue_certificate(certificate=make_requested())
    assert certificate.design_revision.as_object() == design
    assert json.loads(certificate.design_revision.content["wordings"])[0]["type"] == "wording"
