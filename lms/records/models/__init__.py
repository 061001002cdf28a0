"""The tables of the records, one module a subject."""

from lms.records.models.attendance import Attendance, Session
from lms.records.models.cohorts import Cohort, Enrolment, EnrolmentEvent
from lms.records.models.mentoring import ActionItem, MentoringVisit, Mentorship
from lms.records.models.people import Affiliation, Organisation, Person
from lms.records.models.progress import AssessmentAttempt, Completion, LessonProgress

__all__ = [
    "ActionItem",
    "Affiliation",
    "AssessmentAttempt",
    "Attendance",
    "Cohort",
    "Completion",
    "Enrolment",
    "EnrolmentEvent",
    "LessonProgress",
    "MentoringVisit",
    "Mentorship",
    "Organisation",
    "Person",
    "Session",
]
