"""Sign-in sheets: printed and judged as pixels, and their photographs kept privately."""

import shutil
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image, ImageChops

from certificates.pdf import render_pdf
from certificates.wording import long_date
from lms.fields import private_storage
from lms.records import long_sheets
from lms.records.models import SignedSheet
from lms.records.services.signed_sheets import delete_sheet, keep_sheets
from lms.records.sign_in_sheet import (
    BLANK_LINES,
    DAYS_A_PAGE,
    draw_sheet,
    sheet_of_cohort,
    sheet_of_session,
)
from lms.records.tasks import make_sheet
from lms.roles import Role
from tests.certificates.test_pdf import fonts_of, squeezed, text_of
from tests.certificates.test_shaping_pixels import ink, stray
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

NAME_KM = ("ស៊្រុន", "ស្រីពៅ")
SCALE = 4


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(trainer):
    cohort = make_cohort(trainers=[trainer], code="tic-1", venue="Hall")
    morning = timezone.localtime().replace(hour=8, minute=30)
    cohort.all_sessions = [
        make_session(cohort=cohort, topic=f"Day {n}", starts_at=morning + timedelta(days=n))
        for n in range(2)
    ]
    return cohort


def enrol(cohort, number=1):
    for n in range(number):
        person = make_person(
            family_name="Srun",
            given_name=f"Sreypov {n:02}",
            family_name_km=NAME_KM[0],
            given_name_km=NAME_KM[1],
            phone=f"+855123456{n:02}",
        )
        make_enrolment(
            cohort=cohort,
            person=person,
            organisation=make_organisation(short_name="HH"),
            position="Social worker",
        )


def pictures(pdf, scale=2):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=scale).to_pil() for page in document]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


# -- On paper -----------------------------------------------------------------------------


def test_sheet_of_a_session_has_everyone_and_blank_lines_and_leads_to_the_register(
    cohort, settings
):
    enrol(cohort, 40)
    session = cohort.all_sessions[0]
    pdf = draw_sheet(sheet_of_session(session))
    pages = pictures(pdf)
    assert len(pages) == 3
    words = squeezed(text_of(pdf))
    for said in ("SrunSreypov39", "012345639", "HH", "Socialworker", "Day0", "Hall", "Signature"):
        assert said in words, said
    assert str(40 + BLANK_LINES) in words
    for number, picture in enumerate(pages, 1):
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == settings.SITE_URL + f"/en/teach/sessions/{session.pk}/register/"
        on_page = pypdfium2.PdfDocument(pdf)[number - 1].get_textpage().get_text_range()
        assert on_page.count("Organisation") == 1  # the head of the table is on every page
        assert f"page {number} of 3" in on_page
        assert picture.width < picture.height
    assert set(fonts_of(pdf).values()) == {True}


def test_sheet_of_a_cohort_has_a_box_for_each_day_in_parts_of_five(cohort, settings):
    enrol(cohort)
    pdf = draw_sheet(sheet_of_cohort(cohort))
    (page,) = pictures(pdf)
    assert page.width > page.height
    assert text_of(pdf).count("Signature") == 2 + 1  # the trainer's too
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == settings.SITE_URL + f"/en/teach/cohorts/{cohort.pk}/"
    first = cohort.all_sessions[0].starts_at
    for n in range(2, DAYS_A_PAGE + 1):
        make_session(cohort=cohort, starts_at=first + timedelta(days=n))
    make_session(cohort=cohort, starts_at=first + timedelta(days=9), cancelled_at=timezone.now())
    sheet = sheet_of_cohort(cohort)
    assert len(sheet.days) == DAYS_A_PAGE + 1
    words = [squeezed(text) for text in texts_of(draw_sheet(sheet))]
    assert len(words) == 2
    last = squeezed(long_date(sheet.days[-1]).rpartition(" ")[0])
    assert [last in text.partition("Signature")[2] for text in words] == [False, True]


def texts_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_khmer_on_the_sheet_is_shaped(cohort):
    """The engine is proved against a browser; here a name on the sheet against the engine."""
    enrol(cohort)
    person, drawn = cohort.enrolments.get().person, []
    for names in (("", "", *NAME_KM), ("x", "", "", "")):
        (person.family_name, person.given_name, person.family_name_km, person.given_name_km) = names
        person.save()
        drawn.append(pictures(draw_sheet(sheet_of_session(cohort.all_sessions[0])), SCALE)[0])
    left, top, right, bottom = ImageChops.difference(*(p.convert("L") for p in drawn)).getbbox()
    line = drawn[0].crop((left - 4, top - 4, right + 4, bottom + 4))
    name = " ".join(NAME_KM)
    html = f"""<html lang="km"><style>@page {{ size: a5 landscape; margin: 30pt; }}
        p {{ font-family: sans-serif; font-size: 10pt; line-height: 1.6; margin: 0; }}</style>
        <p>{name}</p></html>"""
    alone = pictures(render_pdf(html, title="name", language="km"), SCALE)[0]
    one, other = ink(line), ink(alone)
    size = (max(one.width, other.width), max(one.height, other.height))
    one, other = (mask.crop((0, 0, *size)) for mask in (one, other))
    assert max(stray(one, other), stray(other, one)) < 0.01


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_sheet_is_the_same_whoever_prints_it(cohort, language):
    enrol(cohort)
    with translation.override("vi"):
        other = draw_sheet(sheet_of_session(cohort.all_sessions[0]))
    with translation.override(language):
        assert draw_sheet(sheet_of_session(cohort.all_sessions[0])) == other


def test_odd_names_and_an_empty_cohort_are_printed(cohort):
    assert draw_sheet(sheet_of_cohort(cohort)).startswith(b"%PDF")
    for name in ("x" * 100, "ក្ម" * 30, "<b>😀</b> \u202eabc &amp;"):
        make_enrolment(cohort=cohort, person=make_person(family_name=name), position=name)
    assert draw_sheet(sheet_of_session(cohort.all_sessions[0])).startswith(b"%PDF")
    cohort.sessions.all().delete()
    assert draw_sheet(sheet_of_cohort(cohort)).startswith(b"%PDF")


def test_sheets_are_sent_as_pdf_with_few_queries(cohort, trainer):
    client = signed_in(trainer)
    session = cohort.all_sessions[0]
    for url in (
        reverse("records:session_sheet", args=[session.pk]),
        reverse("records:cohort_sheet", args=[cohort.pk]),
    ):
        counts = []
        for _ in range(2):
            enrol(cohort, 5)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
            counts.append(len(queries))
            assert response["Content-Type"] == "application/pdf"
            assert response["Content-Disposition"].startswith('attachment; filename="tic-1')
        assert counts[0] == counts[1] <= 15


# -- Sheets of many people ----------------------------------------------------------------


@pytest.fixture
def long_cohort(cohort, monkeypatch):
    """A cohort whose sheet is one row too long to be drawn at once."""
    shutil.rmtree(private_storage().path(long_sheets.FOLDER), ignore_errors=True)
    monkeypatch.setattr(long_sheets, "AT_ONCE", 2)
    enrol(cohort, 3)
    return cohort


@pytest.mark.parametrize("name", ["cohort_sheet", "session_sheet"])
def test_a_long_sheet_is_made_in_the_background(
    long_cohort, trainer, name, django_capture_on_commit_callbacks
):
    client = signed_in(trainer)
    session = long_cohort.all_sessions[1]
    address = url(name, (session if name == "session_sheet" else long_cohort).pk)
    with django_capture_on_commit_callbacks() as asked:
        response = client.get(address)
        client.get(address)  # however often the page reloads
    assert (response.status_code, response["Refresh"]) == (202, "3")
    assert "Your PDF is being made." in response.text
    assert response["Cache-Control"] == "private, no-store"
    tasks = [each for each in asked if getattr(each, "args", ("",))[0] == long_sheets.TASK]
    assert len(tasks) == 1
    tasks[0]()
    made = client.get(address)
    assert made["Content-Type"] == "application/pdf"
    sheet = long_sheets.sheet_of(long_cohort, session if name == "session_sheet" else None)
    assert made.content == draw_sheet(sheet)
    enrol(long_cohort, 1)  # somebody more: another sheet
    assert client.get(address).status_code == 202


def test_a_long_sheet_takes_few_queries(long_cohort, trainer, max_queries):
    client = signed_in(trainer)
    client.get(url("cohort_sheet", long_cohort.pk))
    with max_queries(15):
        client.get(url("cohort_sheet", long_cohort.pk))


def test_a_long_sheet_that_fails_can_be_tried_again(
    long_cohort, trainer, monkeypatch, django_capture_on_commit_callbacks
):
    client, address = signed_in(trainer), url("cohort_sheet", long_cohort.pk)

    def fail(*args):
        raise ValueError("no ink")

    with monkeypatch.context() as patched:
        patched.setattr(long_sheets, "draw_sheet", fail)
        with pytest.raises(ValueError, match="no ink"):
            long_sheets.make(long_cohort, None)
    assert "could not be made" in client.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address)["Location"] == address
        client.get(address)
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_long_sheets_are_kept_for_a_day(long_cohort, monkeypatch):
    name = long_sheets.make(long_cohort, None)
    assert long_sheets.remove_old() == 0
    monkeypatch.setattr(long_sheets, "KEPT_FOR", timedelta(0))
    assert long_sheets.remove_old() == 1
    assert private_storage().exists(name) is False


def test_a_sheet_of_what_is_gone_is_not_made(long_cohort):
    assert make_sheet(long_cohort.pk + 1000, None) is None
    assert make_sheet(long_cohort.pk, long_cohort.all_sessions[0].pk + 1000) is None


# -- Photographs --------------------------------------------------------------------------


def photo(name="sheet.jpg", *, where=True):
    data, exif = BytesIO(), Image.Exif()
    if where:
        exif[0x010F] = "A phone"
        exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (800, 600), "white").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def url(name, pk):
    return reverse(f"records:{name}", args=[pk])


def add(client, cohort, *files, day=None):
    day = day or timezone.localdate(cohort.all_sessions[0].starts_at)
    return client.post(
        url("signed_sheets", cohort.pk), {"day": day.isoformat(), "files": files}, follow=True
    )


def test_several_photographs_are_kept_by_day_without_what_the_phone_wrote(cohort, trainer):
    client = signed_in(trainer)
    page = add(client, cohort, photo(), photo("../../second.jpg"))
    assert "2 pages are kept." in page.text
    first, second = SignedSheet.objects.all()
    assert (first.day, first.uploaded_by) == (
        timezone.localdate(cohort.all_sessions[0].starts_at),
        trainer.user,
    )
    with first.file.open() as file, Image.open(file) as kept:
        assert (kept.size, dict(kept.getexif())) == ((800, 600), {})
    assert "second" not in second.file.name
    shown = client.get(url("cohort", cohort.pk))
    assert "(2 pages)" in shown.text
    assert "signed-sheets/" in shown.text


def test_a_photograph_is_looked_at_downloaded_and_deleted(
    cohort, trainer, django_capture_on_commit_callbacks
):
    client = signed_in(trainer)
    add(client, cohort, photo())
    sheet = SignedSheet.objects.get()
    assert url("signed_sheet_file", sheet.pk) in client.get(url("signed_sheet", sheet.pk)).text
    response = client.get(url("signed_sheet_file", sheet.pk))
    assert response.getvalue()[:2] == b"\xff\xd8"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    name = sheet.file.name
    assert client.get(url("delete_signed_sheet", sheet.pk)).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("delete_signed_sheet", sheet.pk))
    assert not SignedSheet.objects.exists()
    assert not private_storage().exists(name)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("x.jpg", b"<html><script>"), "Files of this kind are not taken."),
        (SimpleUploadedFile("x.csv", b"a,b"), "Only pictures and PDF files, please."),
        (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50), "damaged"),
        (None, "This field is required."),
    ],
)
def test_other_files_are_refused_and_nothing_is_kept(cohort, trainer, upload, said):
    files = [photo(), upload] if upload else []
    page = add(signed_in(trainer), cohort, *files)
    assert said in page.text
    assert not SignedSheet.objects.exists()


def test_a_day_without_a_session_is_refused(cohort, trainer):
    page = add(signed_in(trainer), cohort, photo(), day=timezone.localdate() + timedelta(days=200))
    assert "day" in page.context["form"].errors
    assert not SignedSheet.objects.exists()


def test_only_the_cohorts_trainers_and_coordinators_have_the_photographs(cohort, trainer):
    add(signed_in(trainer), cohort, photo())
    sheet = SignedSheet.objects.get()
    outsider = make_person(role=Role.TRAINER)
    with pytest.raises(PermissionDenied):
        keep_sheets(cohort=cohort, day=sheet.day, files=[], actor=outsider.user)
    with pytest.raises(PermissionDenied):
        delete_sheet(sheet=sheet, actor=outsider.user)
    client = signed_in(outsider)
    for name in ("signed_sheet", "signed_sheet_file"):
        assert client.get(url(name, sheet.pk)).status_code == 404
    assert client.post(url("delete_signed_sheet", sheet.pk)).status_code == 404
    assert SignedSheet.objects.count() == 1
