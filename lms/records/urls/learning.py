"""Addresses of lessons, notes and tests."""

from django.urls import path

from lms.records.views import assessments, attempt_marking, learning, notes

urlpatterns = [
    path("learn/lessons/<int:page_id>/done/", learning.mark_done, name="lesson_done"),
    path("learn/lessons/<int:page_id>/place/", learning.place, name="lesson_place"),
    path("learn/lessons/<int:page_id>/note/", notes.lesson_note, name="lesson_note"),
    path("learn/notes/", notes.notes, name="notes"),
    path("learn/notes/<int:pk>/", notes.note, name="note"),
    path("learn/assessments/<int:page_id>/start/", assessments.start, name="start_assessment"),
    path("learn/attempts/<int:pk>/", assessments.attempt, name="attempt"),
    path("learn/attempts/<int:pk>/answers/", assessments.answers, name="attempt_answers"),
    path("learn/attempts/<int:pk>/result/", assessments.attempt_result, name="attempt_result"),
    path("teach/attempts/<int:pk>/mark/", attempt_marking.mark, name="mark_attempt"),
]
