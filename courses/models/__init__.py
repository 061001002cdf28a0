"""Page types, one module for each level of the tree."""

from courses.models.assessments import AssessmentKind, AssessmentPage, RightAnswers
from courses.models.assignments import AssignmentCriterion, AssignmentPage
from courses.models.catalogue import CataloguePage, CurriculumPage
from courses.models.course import (
    CertificateGiven,
    CourseKind,
    CourseObjective,
    CoursePage,
    CoursePrerequisite,
    Delivery,
    Level,
    course_of,
)
from courses.models.evaluations import (
    EvaluationPage,
    EvaluationQuestion,
    EvaluationQuestionKind,
)
from courses.models.lessons import LessonPage, LessonRelease, ModuleObjective, ModulePage
from courses.models.questions import Question, QuestionKind

__all__ = [
    "AssessmentKind",
    "AssessmentPage",
    "AssignmentCriterion",
    "AssignmentPage",
    "CataloguePage",
    "CertificateGiven",
    "CourseKind",
    "CourseObjective",
    "CoursePage",
    "CoursePrerequisite",
    "CurriculumPage",
    "Delivery",
    "EvaluationPage",
    "EvaluationQuestion",
    "EvaluationQuestionKind",
    "LessonPage",
    "LessonRelease",
    "Level",
    "ModuleObjective",
    "ModulePage",
    "Question",
    "QuestionKind",
    "RightAnswers",
    "course_of",
]
