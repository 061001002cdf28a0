"""The certificate itself: one page, readable, checkable, and always the same."""

from decimal import Decimal
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from certificates.drawing import draw_certificate
from certificates.models import Certificate
from certificates.starter_designs import starter_design
from certificates.wording import hours, long_date, period
from tests.factories.certificates import make_facts, make_picture

LONG_KM = "ព្រះវរ្មេស្សរ៉ា ស្រ្តីសុវណ្ណារិទ្ធិ រតនៈមុន្នីវង្ស ចន្ទ្រាបុប្ផាវតី"


def make(**fields) -> Certificate:
    facts = make_facts(**fields)
    return Certificate(number="2026-00042", code="0123456789abcdefABCDEF", year=2026, **vars(facts))


def design(kind="completion", **fields):
    made = starter_design(kind, issuer="Chab Dai Coalition", issuer_km="ចាប់ដៃ")
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def page(certificate, drawn_in=None):
    pages = pypdfium2.PdfDocument(draw_certificate(certificate, drawn_in or design()))
    assert len(pages) == 1
    return pages[0]


def text_of(certificate, drawn_in=None) -> str:
    return page(certificate, drawn_in).get_textpage().get_text_range()


def test_all_facts_are_printed():
    text = text_of(make())
    for fact in (
        "Sok Sophea",
        "សុខ សុភា",
        "Listening well",
        "ការស្តាប់",
        "Caring for survivors",
        "Chab Dai",
        "Chab Dai Coalition",
        "from 12 March 2026 to 14 March 2026",
        "18 hours of training",
        "Completed on 14 March 2026",
        "2026-00042",
    ):
        assert fact in text


def test_the_cohort_and_the_rule_are_not_printed():
    text = text_of(make(rule="80 % of the sessions"))
    assert "LW-1" not in text
    assert "80 %" not in text


def test_the_square_code_leads_to_the_check_page(settings):
    settings.SITE_URL = "https://training.example.org"
    certificate = make()
    picture = page(certificate).render(scale=2).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert [code.text for code in codes] == [
        "https://training.example.org/c/0123456789abcdefABCDEF/"
    ]
    assert codes[0].text == certificate.check_url


def test_the_same_facts_give_the_same_bytes():
    first, second = (draw_certificate(make(), design()) for _ in range(2))
    assert first == second
    assert len(first) <= 120 * 1024


@pytest.mark.parametrize(
    "fields",
    [
        {"name_km": LONG_KM, "name": "Preah Vormessara " * 5},
        {"name": "", "curriculum": "", "curriculum_km": ""},
        {"name_km": "", "course_title_km": "", "organisation": "", "issuer": ""},
        {"course_title": "A long title " * 19, "course_title_km": "ចំណងជើងវែង" * 25},
        {"name": "Sok 😀 李", "hours": None, "starts_on": None, "ends_on": None},
    ],
)
def test_odd_facts_stay_on_the_page(fields):
    picture = page(make(**fields)).render(scale=1).to_pil()
    # The middle of the bottom band, where overflowing text would show, is as ever.
    band = (200, 545, 640, 575)
    plain = page(make()).render(scale=1).to_pil().crop(band)
    assert picture.crop(band).tobytes() == plain.tobytes()


def test_a_name_of_sixty_letters_is_one_line_of_smaller_letters():
    certificate = make(name_km=LONG_KM)
    assert len(LONG_KM) >= 60
    assert LONG_KM in text_of(certificate)


def test_signatories_are_printed_in_both_scripts():
    people = [("signatory", {"name": "Chan Dara", "title_km": "នាយក"})]
    text = text_of(make(), design(signatories=people))
    for part in ("ចាប់ដៃ", "Chan Dara", "នាយក"):
        assert part in text


@pytest.mark.django_db
def test_logos_and_signatures_are_drawn():
    red, blue = (make_picture(colour=colour) for colour in ("red", "blue"))
    pdf = draw_certificate(
        make(),
        design(
            logos=[("logo", red), ("logo", red), ("logo", blue)],
            signatories=[("signatory", {"name": "Chan Dara", "signature": blue})],
        ),
    )
    pictures = pypdf.PdfReader(BytesIO(pdf)).pages[0].images
    assert [Image.open(BytesIO(picture.data)).size for picture in pictures] == [(80, 40)] * 2
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    pixels = [pixel for _count, pixel in drawn.getcolors(1 << 20)]
    assert {(255, 0, 0), (0, 0, 255)} <= set(pixels)


def test_dates_have_their_month_spelled_out():
    facts = make_facts()
    assert long_date(facts.completed_on) == "14 March 2026"
    assert period(facts.ends_on, facts.ends_on) == "on 14 March 2026"
    assert period(None, None) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [("18.00", "18"), ("7.50", "7.5"), ("100", "100"), ("0.25", "0.25")],
)
def test_hours_have_no_needless_zeros(number, words):
    assert hours(Decimal(number)) == words


def test_attendance_has_its_own_words():
    text = text_of(make(kind="attendance"), design("attendance"))
    assert "Certificate of Attendance" in text
    assert "has taken part in" in text
