"""Page types, one module for each level of the tree."""

from courses.models.assessments import (
    AssessmentKind,
    AssessmentPage,
    Question,
    QuestionKind,
)
from courses.models.catalogue import CataloguePage, CurriculumPage
from courses.models.course import (
    CourseObjective,
    CoursePage,
    CoursePrerequisite,
    Delivery,
    Level,
    course_of,
)
from courses.models.lessons import LessonPage, ModuleObjective, ModulePage

__all__ = [
    "AssessmentKind",
    "AssessmentPage",
    "CataloguePage",
    "CourseObjective",
    "CoursePage",
    "CoursePrerequisite",
    "CurriculumPage",
    "Delivery",
    "LessonPage",
    "Level",
    "ModuleObjective",
    "ModulePage",
    "Question",
    "QuestionKind",
    "course_of",
]
