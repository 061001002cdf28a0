"""The sign-in sheet on paper: everyone in a cohort with a box to sign for each day, in two languages.

Whoever looks after the paper reads Khmer or English, so everything is said in both, whatever the
language of who prints it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from certificates.footers import draw_line
from certificates.ornament import draw_qr
from certificates.pdf import render_pdf
from certificates.typefaces import width
from certificates.wording import digits, long_date
from lms.records.enums import Gender
from lms.records.models import Cohort, Enrolment, Session
from lms.records.services.completion import course_titles

LANGUAGES = ("km", "en")
DAYS_A_PAGE = 5
BLANK_LINES = 6
MARGIN = 12 * mm
FOOT = 8 * mm
FOOT_SIZE = 8
FOOT_INK = HexColor("#54605e")
QR_SIZE = 25 * mm
LABELS = {
    "number": gettext_lazy("No."),
    "name": gettext_lazy("Name"),
    "organisation": gettext_lazy("Organisation"),
    "position": gettext_lazy("Position"),
    "gender": gettext_lazy("Gender"),
    "phone": gettext_lazy("Phone"),
    "signature": gettext_lazy("Signature"),
    "title": gettext_lazy("Sign-in sheet"),
    "walk_in": gettext_lazy("Not on the list? Write yourself in here:"),
    "trainer": gettext_lazy("Signature of the trainer"),
}


@dataclass(frozen=True)
class Both:
    """A text in Khmer and English; ``en`` is empty where both are the same."""

    km: str
    en: str


def in_both(say: Callable[[], str]) -> Both:
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(str(say()))
    return Both(texts[0], "" if texts[1] == texts[0] else texts[1])


@dataclass(frozen=True)
class Row:
    number: str
    name_km: str
    name: str
    organisation: str
    position: str
    gender: Both
    phone: str


@dataclass(frozen=True)
class Sheet:
    """``heading`` lines stand on every page; ``address`` is what the QR code leads to."""

    cohort: Cohort
    heading: list[Both]
    days: list[date]
    address: str


def sheet_of_session(session: Session) -> Sheet:
    """The sheet of one session, which leads to its register."""
    at = timezone.localtime(session.starts_at)
    when = in_both(lambda: f"{long_date(at.date())}, {digits(f'{at:%H:%M}')}")
    return Sheet(
        cohort=session.cohort,
        heading=[
            Both(session.topic, ""),
            _with_place(when, session.venue or session.cohort.venue),
        ],
        days=[at.date()],
        address=_address("records:register", session.pk),
    )


def sheet_of_cohort(cohort: Cohort) -> Sheet:
    """The sheet of all days of a cohort, which leads to its page; one query."""
    days = sorted(
        {
            timezone.localdate(at)
            for at in cohort.sessions.held_or_planned().values_list("starts_at", flat=True)
        }
    ) or [cohort.starts_on]
    when = in_both(
        lambda: " – ".join(map(long_date, dict.fromkeys((cohort.starts_on, cohort.ends_on))))
    )
    return Sheet(
        cohort=cohort,
        heading=[_with_place(when, cohort.venue)],
        days=days,
        address=_address("records:cohort", cohort.pk),
    )


def _with_place(when: Both, venue: str) -> Both:
    return Both(*(f"{text} · {venue}" if text and venue else text for text in (when.km, when.en)))


def _address(name: str, pk: int) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse(name, args=[pk])


def draw_sheet(sheet: Sheet, rows: list[Row] | None = None) -> bytes:
    """The PDF, A4: upright for one day, else lying, with a part for each five days; six queries."""
    size = A4 if len(sheet.days) == 1 else landscape(A4)
    parts = [sheet.days[n : n + DAYS_A_PAGE] for n in range(0, len(sheet.days), DAYS_A_PAGE)]
    rows = rows_of(sheet.cohort) if rows is None else rows
    first_blank = len(rows) + 1
    label = {name: in_both(lambda text=text: text) for name, text in LABELS.items()}
    html = render_to_string(
        "records/sheets/pdf/sign_in_sheet.html",
        {
            "label": label,
            "title": title_of(sheet.cohort),
            "sheet": sheet,
            "is_lying": size != A4,
            "parts": [
                [in_both(lambda day=day: _short_date(day)) for day in part] for part in parts
            ],
            "rows": rows,
            "blank": range(first_blank, first_blank + BLANK_LINES),
        },
    )
    return render_pdf(
        html,
        title=f"{sheet.cohort.code} {label['title'].en or label['title'].km}",
        language="km",
        author=settings.WAGTAIL_SITE_NAME,
        background=lambda canvas: draw_qr(
            canvas,
            sheet.address,
            size[0] - MARGIN - QR_SIZE,
            size[1] - 8 * mm - QR_SIZE,
            QR_SIZE,
            "#000000",
        ),
        footer=_foot(sheet.cohort, size[0] - MARGIN),
    )


def title_of(cohort: Cohort) -> Both:
    titles = course_titles(cohort)
    original = titles[cohort.course.locale.language_code][0]
    khmer, english = (titles.get(code, (original, ""))[0] for code in LANGUAGES)
    return Both(khmer, "" if english == khmer else english)


def _short_date(day: date) -> str:
    """Day and month: the year stands in the heading."""
    return long_date(day).rpartition(" ")[0]


def rows_of(cohort: Cohort) -> list[Row]:
    """Everyone who holds a place, by name; one query."""
    enrolments = (
        cohort.enrolments.holding_a_place()
        .select_related("person", "organisation")
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    )
    genders = {gender: in_both(lambda text=gender.label: text) for gender in Gender}
    return [_row(number, enrolment, genders) for number, enrolment in enumerate(enrolments, 1)]


def _row(number: int, enrolment: Enrolment, genders: dict) -> Row:
    person, organisation = enrolment.person, enrolment.organisation
    said = enrolment.gender != Gender.UNDISCLOSED
    return Row(
        number=str(number),
        name_km=person.full_name_km,
        name=person.full_name,
        organisation=(organisation.short_name or organisation.name) if organisation else "",
        position=enrolment.position,
        gender=genders[enrolment.gender] if said else Both("", ""),
        phone=person.phone.as_national if person.phone else "",
    )


def _foot(cohort: Cohort, right: float) -> Callable[[Canvas, int, int], None]:
    """The cohort's code at the left, the number of the page in both languages at the right."""

    def draw(canvas: Canvas, number: int, total: int):
        canvas.setFillColor(FOOT_INK)
        place = in_both(
            lambda: (
                _("page %(number)s of %(total)s")
                % {"number": digits(number), "total": digits(total)}
            )
        )
        line = " · ".join(filter(None, (place.km, place.en)))
        draw_line(canvas, cohort.code, MARGIN, FOOT, FOOT_SIZE)
        draw_line(canvas, line, right - width(line, "Noto Sans", FOOT_SIZE), FOOT, FOOT_SIZE)

    return draw
