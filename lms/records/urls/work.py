"""Addresses of assignments, marking and evaluations."""

from django.urls import path

from lms.records.views import assignments, evaluations, marking

urlpatterns = [
    path("learn/assignments/<int:page_id>/", assignments.hand_in, name="hand_in"),
    path("learn/submissions/<int:pk>/", assignments.submission, name="submission"),
    path("learn/submissions/<int:pk>/file/", assignments.submission_file, name="submission_file"),
    path("learn/evaluations/<int:page_id>/", evaluations.evaluate, name="evaluate"),
    path("teach/marking/", marking.marking, name="marking"),
    path("teach/submissions/<int:pk>/mark/", marking.mark, name="mark_submission"),
    path(
        "teach/cohorts/<int:pk>/evaluation/",
        evaluations.cohort_evaluation,
        name="cohort_evaluation",
    ),
    path(
        "teach/courses/<int:pk>/evaluation/",
        evaluations.course_evaluation,
        name="course_evaluation",
    ),
]
