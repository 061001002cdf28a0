"""The tables of the records, one module a subject."""

from lms.records.models.action_plans import ActionPlan, ActionPlanStep
from lms.records.models.assignments import Submission
from lms.records.models.attendance import Attendance, AttendanceChange, Session, SignedSheet
from lms.records.models.calendars import CalendarFeed
from lms.records.models.closings import CohortClosing
from lms.records.models.cohorts import Cohort, CohortQuota, Enrolment, EnrolmentEvent
from lms.records.models.evaluations import EvaluationGiven, EvaluationResponse
from lms.records.models.follow_up import FollowUp
from lms.records.models.imports import PersonImport, PersonImportRow
from lms.records.models.invitations import Invitation
from lms.records.models.mentoring import (
    ActionItem,
    ChangeRequest,
    MentoringVisit,
    Mentorship,
    RemindersOff,
    SkillRating,
)
from lms.records.models.merges import NotDuplicate, PersonMerge
from lms.records.models.messages import Message
from lms.records.models.people import Affiliation, Organisation, Person
from lms.records.models.progress import (
    AssessmentAttempt,
    Completion,
    LessonNote,
    LessonProgress,
)
from lms.records.models.support_groups import GroupMeeting, GroupMember, SupportGroup

__all__ = [
    "ActionItem",
    "ActionPlan",
    "ActionPlanStep",
    "Affiliation",
    "AssessmentAttempt",
    "Attendance",
    "AttendanceChange",
    "CalendarFeed",
    "ChangeRequest",
    "Cohort",
    "CohortClosing",
    "CohortQuota",
    "Completion",
    "Enrolment",
    "EnrolmentEvent",
    "EvaluationGiven",
    "EvaluationResponse",
    "FollowUp",
    "GroupMeeting",
    "GroupMember",
    "Invitation",
    "LessonNote",
    "LessonProgress",
    "MentoringVisit",
    "Mentorship",
    "Message",
    "NotDuplicate",
    "Organisation",
    "Person",
    "PersonImport",
    "PersonImportRow",
    "PersonMerge",
    "RemindersOff",
    "Session",
    "SignedSheet",
    "SkillRating",
    "Submission",
    "SupportGroup",
]
