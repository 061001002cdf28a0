"""An invented member meeting, as the coalition holds one each May and November."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from courses.models import (
    CataloguePage,
    CertificateGiven,
    CourseKind,
    CoursePage,
    CurriculumPage,
)
from home.setup import setup_page
from lms.records.models import Cohort, Person
from lms.records.services.enrolment import enrol
from lms.records.services.sessions import SessionPlan, schedule_sessions

MONTHS = (5, 11)
MINUTES = 330
PLACES = 80
EVENTS = {
    "slug": "meetings-and-events",
    "en": {
        "title": "Meetings and events",
        "code": "EVENTS",
        "summary": "Where members meet: to plan together, to learn from each other, to rest a little.",
    },
    "km": {
        "title": "ការប្រជុំ និងព្រឹត្តិការណ៍",
        "summary": "កន្លែងដែលសមាជិកជួបគ្នា៖ រៀបផែនការជាមួយគ្នា រៀនពីគ្នា និងសម្រាកបន្តិច។",
    },
}
MEETING = {
    "slug": "member-meeting",
    "en": {
        "title": "Member meeting",
        "code": "MEETING",
        "summary": "Twice a year all members sit together. Everyone who works for a member may come.",
        "audience": "Leaders and staff of member organisations.",
        "introduction": (
            "<p>In the morning we look at what changed in our provinces. After lunch, small groups "
            "plan what to do together in the next six months.</p>"
            "<p>Bring one thing that went well and one question. Lunch is served.</p>"
        ),
        "minutes": MINUTES,
        "kind": CourseKind.EVENT,
        "certificate": CertificateGiven.ATTENDANCE,
        "attendance_percent": 50,
        "required_lessons": False,
        "follow_up_months": "",
    },
    "km": {
        "title": "កិច្ចប្រជុំសមាជិក",
        "summary": "សមាជិកទាំងអស់អង្គុយជុំគ្នាពីរដងក្នុងមួយឆ្នាំ។ អ្នកណាដែលធ្វើការឱ្យអង្គការសមាជិកអាចមកបាន។",
        "audience": "អ្នកដឹកនាំ និងបុគ្គលិកនៃអង្គការសមាជិក។",
        "introduction": (
            "<p>ពេលព្រឹក យើងមើលអ្វីដែលបានផ្លាស់ប្តូរនៅតាមខេត្តរបស់យើង។ ក្រោយអាហារថ្ងៃត្រង់ "
            "ក្រុមតូចៗរៀបផែនការធ្វើអ្វីៗជាមួយគ្នាក្នុងរយៈពេលប្រាំមួយខែខាងមុខ។</p>"
            "<p>សូមយករឿងមួយដែលបានទៅល្អ និងសំណួរមួយមកជាមួយ។ មានអាហារថ្ងៃត្រង់។</p>"
        ),
    },
}
PARTS = [
    ("What changed in our provinces", time(8, 30), 180),
    ("Planning together", time(13, 30), 150),
]


def make_member_meeting(trainees: list[Person], *, coordinator) -> Cohort:
    """The next meeting, with its page in English and Khmer and some people registered."""
    catalogue = CataloguePage.objects.get(locale__language_code="en")
    events = setup_page(CurriculumPage, parent=catalogue, texts=EVENTS)
    meeting = setup_page(CoursePage, parent=events, texts=MEETING)
    day = next_meeting(timezone.localdate())
    cohort = Cohort.objects.create(
        course=meeting,
        code=f"meeting-{day:%B-%Y}".lower(),
        starts_on=day,
        ends_on=day,
        venue="Hotel hall, Phnom Penh",
        province="12",
        capacity=PLACES,
    )
    plans = [
        SessionPlan(
            topic=topic,
            starts_at=timezone.make_aware(datetime.combine(day, at)),
            planned_minutes=minutes,
        )
        for topic, at, minutes in PARTS
    ]
    schedule_sessions(cohort=cohort, plans=plans, actor=coordinator)
    for person in trainees[40:52]:
        enrol(cohort=cohort, person=person, actor=coordinator)
    return cohort


def next_meeting(today: date) -> date:
    """The second Thursday of the next May or November that is two weeks off or more."""
    first = today + timedelta(days=14)
    months = (date(year, month, 1) for year in (today.year, today.year + 1) for month in MONTHS)
    thursdays = (day + timedelta(days=(3 - day.weekday()) % 7 + 7) for day in months)
    return next(day for day in thursdays if day >= first)
