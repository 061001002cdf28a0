"""The tables of the records, one module a subject."""

from lms.records.models.assignments import Submission
from lms.records.models.attendance import Attendance, Session
from lms.records.models.cohorts import Cohort, Enrolment, EnrolmentEvent
from lms.records.models.evaluations import EvaluationGiven, EvaluationResponse
from lms.records.models.mentoring import ActionItem, MentoringVisit, Mentorship
from lms.records.models.people import Affiliation, Organisation, Person
from lms.records.models.progress import (
    AssessmentAttempt,
    Completion,
    LessonNote,
    LessonProgress,
)

__all__ = [
    "ActionItem",
    "Affiliation",
    "AssessmentAttempt",
    "Attendance",
    "Cohort",
    "Completion",
    "Enrolment",
    "EnrolmentEvent",
    "EvaluationGiven",
    "EvaluationResponse",
    "LessonNote",
    "LessonProgress",
    "MentoringVisit",
    "Mentorship",
    "Organisation",
    "Person",
    "Session",
    "Submission",
]
